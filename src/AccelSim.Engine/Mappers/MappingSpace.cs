using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Mappers;

/// <summary>
/// The candidates for one shape: core partitions by powers of two, tiles of a few sizes, both loop orders; a few hundred in all. The fine ones
/// have tiles between the powers of two and a third buffer as well, for scratchpads into which few of the others fit.
/// </summary>
internal static partial class MappingSpace
{
    /// <summary>Least K elements per part that make a split worth an exchange.</summary>
    private const int LeastSplitK = 256;

    public static IEnumerable<Mapping> Of(Machine machine, Operation operation, int shape, Plans plans, bool fine = false) => operation switch
    {
        GemmOperation gemm => Gemm(machine, gemm.Shapes[shape], plans, fine),
        AttentionOperation attention => Attention(machine, attention, attention.Shapes[shape], plans, fine),
        VectorOperation vector => Vector(machine, vector),
        _ => throw new ArgumentException($"{operation.GetType().Name} has no mapping."),
    };

    private static IEnumerable<Mapping> Gemm(Machine machine, GemmShape shape, Plans plans, bool fine)
    {
        int granule = MappingRules.KGranule(plans);
        foreach ((int coresG, int coresM, int coresN) in GemmCores(machine, shape))
        {
            // K is split only over cores that M and N leave idle: joining partial sums costs an exchange.
            foreach (int coresK in Splits(machine.Cores / (coresG * coresM * coresN), Blocks(shape.K, Math.Max(granule, LeastSplitK))))
            {
                foreach (Mapping map in Tilings(machine, shape, coresG, coresM, coresN, coresK, granule, fine)) yield return map;
            }
        }
    }

    /// <summary>Cores over the products of a batch, M and N: powers of two, and for N all that are left and have work.</summary>
    private static IEnumerable<(int G, int M, int N)> GemmCores(Machine machine, GemmShape shape)
    {
        foreach (int coresG in Splits(machine.Cores, shape.Count))
        {
            foreach (int coresM in Splits(machine.Cores / coresG, Blocks(shape.M, machine.TensorUnit.Rows)))
                yield return (coresG, coresM, (int)Math.Min(machine.Cores / (coresG * coresM), Blocks(shape.N, machine.TensorUnit.Cols)));
        }
    }

    /// <summary>Cores over the heads of a batch and the rows of queries in powers of two, and over keys all that are left and have work.</summary>
    private static IEnumerable<(int G, int M, int K)> AttentionCores(Machine machine, AttentionOperation operation, AttentionShape shape, int granule)
    {
        foreach (int coresG in Splits(machine.Cores, shape.Count * operation.KvHeads))
        {
            foreach (int coresM in Splits(machine.Cores / coresG, Blocks(shape.QLen * operation.Group, machine.TensorUnit.Rows)))
                yield return (coresG, coresM, (int)Math.Min(machine.Cores / (coresG * coresM), Blocks(shape.KvLen, Math.Max(granule, 128))));
        }
    }

    private static IEnumerable<Mapping> Tilings(
        Machine machine, GemmShape shape, int coresG, int coresM, int coresN, int coresK, int granule, bool fine)
    {
        long unitM = machine.TensorUnit.Rows, unitN = machine.TensorUnit.Cols;
        bool arrays = machine.TensorUnit.Kind == TensorUnitKind.Systolic;
        foreach (long tileM in Tiles(shape.M, coresM, unitM, 256, fine))
        {
            foreach (long tileN in Tiles(shape.N, coresN, unitN, 512, fine))
            {
                // Of the many fine ones those whose accumulators alone do not fit are not worth a summary.
                if (fine && (arrays ? 1 : 2) * tileM * tileN * machine.Accumulator.Bytes > machine.Scratchpad.CapacityBytes) continue;
                foreach (long tileK in KTiles(shape.K, granule, coresK))
                {
                    foreach (Mapping map in Orders(shape, coresG, coresM, coresN, coresK, tileM, tileN, tileK, arrays, fine)) yield return map;
                }
            }
        }
    }

    private static IEnumerable<Mapping> Orders(
        GemmShape shape, int coresG, int coresM, int coresN, int coresK, long tileM, long tileN, long tileK, bool arrays, bool fine)
    {
        var map = new Mapping
        {
            CoresG = coresG,
            CoresM = coresM,
            CoresN = coresN,
            CoresK = coresK,
            TileM = (int)tileM,
            TileN = (int)tileN,
            TileK = (int)tileK,
        };
        bool manyM = shape.M > tileM * coresM, manyN = shape.N > tileN * coresN;
        // Least bytes first: what does not fit rules out the rest. An array that fills and drains for every fold gains by tiles that leave room for one buffer only.
        if (arrays && fine) yield return map with { OperandBuffers = 1, AccumulatorBuffers = 1 };
        if (arrays) yield return map with { AccumulatorBuffers = 1 };
        yield return map;
        if (!manyM && !manyN && shape.K <= tileK * coresK) yield break;
        // More buffers keep more bytes under way; an operand held in the shared buffer leaves DRAM to the other.
        Mapping deep = map with { OperandBuffers = 4 };
        yield return deep;
        if (fine)
        {
            Mapping three = map with { OperandBuffers = 3 };
            yield return three;
            if (manyM) yield return three with { HoldWeights = true };
            if (manyM && manyN) yield return three with { HoldActivations = true };
        }
        yield return deep with { HoldActivations = true };
        if (manyM) yield return deep with { HoldWeights = true };
        if (manyM && manyN)
        {
            yield return map with { HoldActivations = true };
            yield return deep with { Order = LoopOrder.NOuter, HoldActivations = true };
            yield return deep with { HoldActivations = true, HoldWeights = true };
        }
    }

    private static IEnumerable<Mapping> Attention(Machine machine, AttentionOperation operation, AttentionShape shape, Plans plans, bool fine)
    {
        long rows = shape.QLen * operation.Group;
        int granule = MappingRules.KeyGranule(plans);
        foreach ((int coresG, int coresM, int coresK) in AttentionCores(machine, operation, shape, granule))
        {
            foreach (long tileM in Tiles(rows, coresM, machine.TensorUnit.Rows, 256, fine))
            {
                foreach (long keys in KeyTiles(shape.KvLen, granule, coresK))
                {
                    var map = new Mapping { CoresG = coresG, CoresM = coresM, CoresK = coresK, TileM = (int)tileM, TileN = (int)keys, TileK = operation.QkDim };
                    yield return map;
                    if (rows > tileM * coresM) yield return map with { HoldWeights = true };
                }
            }
        }
    }

    private static IEnumerable<Mapping> Vector(Machine machine, VectorOperation operation)
    {
        long perCore = (operation.Rows + machine.Cores - 1) / machine.Cores;
        int cores = (int)Math.Min(machine.Cores, operation.Rows);
        foreach (long tileM in new[] { perCore, 64, 16, 4, 1 }.Where(t => t <= perCore).Distinct())
        {
            for (long cols = operation.Cols; cols >= Math.Min(operation.Cols, 128); cols = (cols + 1) / 2)
            {
                yield return new Mapping { CoresM = cores, TileM = (int)tileM, TileN = (int)cols, TileK = 1 };
                if (cols == 1) break;
            }
        }
    }

    /// <summary>1, 2, 4, ... and all, as far as there is work for each.</summary>
    private static IEnumerable<int> Splits(int cores, long work)
    {
        long most = Math.Min(cores, work);
        for (int split = 1; split < most; split *= 2) yield return split;
        yield return (int)Math.Max(1, most);
    }

    /// <summary>The even share of a core, and powers of two of the unit below it; in the fine space three quarters of each too.</summary>
    private static IEnumerable<long> Tiles(long extent, int cores, long unit, long most, bool fine)
    {
        long share = Math.Min(extent, Blocks(Blocks(extent, unit), cores) * unit);
        if (share <= most) yield return share;
        for (long tile = most / unit * unit; tile >= Math.Max(unit, most / 4); tile = tile / 2 / unit * unit)
        {
            if (tile < share) yield return tile;
            long less = tile * 3 / 4 / unit * unit;
            if (fine && less > 0 && less < Math.Min(tile, share)) yield return less;
        }
        if (most < unit) yield return Math.Min(extent, unit);
    }

    private static IEnumerable<long> KTiles(long k, int granule, int coresK)
    {
        long share = Blocks(Blocks(k, granule), coresK) * granule;
        foreach (long size in new long[] { 128, 256, 512, 1024, 2048 })
        {
            long tile = Math.Max(granule, size / granule * granule);
            if (tile < share) yield return tile;
        }
        if (share <= int.MaxValue) yield return share;
    }

    private static IEnumerable<long> KeyTiles(long keys, int granule, int coresK)
    {
        long share = Blocks(Blocks(keys, granule), coresK) * granule;
        foreach (long size in new long[] { 64, 128, 256, 512 })
        {
            long tile = Math.Max(granule, size / granule * granule);
            if (tile < share) yield return tile;
        }
        if (share <= 1024) yield return share;
    }

    private static long Blocks(long extent, long unit) => (extent + unit - 1) / unit;
}
