using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Mappers;

/// <summary>What is tried too where hardly a usual candidate fits the scratchpad: tiles down to the unit and the granule, and single buffers.</summary>
internal static partial class MappingSpace
{
    private const int MostTile = 256, MostTileN = 512, MostKeys = 256;

    /// <summary>The same core partitions with small tiles; the last is the smallest thing that could fit, so that a failure names a real constraint.</summary>
    public static IEnumerable<Mapping> Small(Machine machine, Operation operation, int shape, Plans plans) => operation switch
    {
        GemmOperation gemm => SmallGemm(machine, gemm.Shapes[shape], plans),
        AttentionOperation attention => SmallAttention(machine, attention, attention.Shapes[shape], plans),
        VectorOperation vector => SmallVector(machine, vector),
        _ => throw new ArgumentException($"{operation.GetType().Name} has no mapping."),
    };

    private static IEnumerable<Mapping> SmallGemm(Machine machine, GemmShape shape, Plans plans)
    {
        long unitM = machine.TensorUnit.Rows, unitN = machine.TensorUnit.Cols;
        int granule = MappingRules.KGranule(plans);
        foreach ((int coresG, int coresM, int coresN) in GemmCores(machine, shape))
        {
            foreach (long tileM in Halves(shape.M, coresM, unitM, MostTile))
            {
                foreach (long tileN in Halves(shape.N, coresN, unitN, MostTileN))
                {
                    foreach (long tileK in Halves(shape.K, 1, granule, MostTileN))
                    {
                        var map = new Mapping { CoresG = coresG, CoresM = coresM, CoresN = coresN, TileM = (int)tileM, TileN = (int)tileN, TileK = (int)tileK };
                        yield return map;
                        yield return map with { OperandBuffers = 1, AccumulatorBuffers = 1 };
                    }
                }
            }
        }
        yield return new Mapping
        {
            TileM = (int)Math.Min(shape.M, unitM),
            TileN = (int)Math.Min(shape.N, unitN),
            TileK = granule,
            OperandBuffers = 1,
            AccumulatorBuffers = 1,
        };
    }

    private static IEnumerable<Mapping> SmallAttention(Machine machine, AttentionOperation operation, AttentionShape shape, Plans plans)
    {
        long rows = shape.QLen * operation.Group, unit = machine.TensorUnit.Rows;
        int granule = MappingRules.KeyGranule(plans);
        foreach ((int coresG, int coresM, int coresK) in AttentionCores(machine, operation, shape, granule))
        {
            foreach (long tileM in Halves(rows, coresM, unit, MostTile))
            {
                // Whole granules of keys, also beyond the last one.
                foreach (long keys in Halves(Blocks(shape.KvLen, granule) * granule, coresK, granule, MostKeys))
                {
                    var map = new Mapping { CoresG = coresG, CoresM = coresM, CoresK = coresK, TileM = (int)tileM, TileN = (int)keys, TileK = operation.QkDim };
                    yield return map;
                    yield return map with { OperandBuffers = 1 };
                    yield return map with { OperandBuffers = 1, AccumulatorBuffers = 1 };
                }
            }
        }
        yield return new Mapping
        {
            TileM = (int)Math.Min(rows, unit),
            TileN = granule,
            TileK = operation.QkDim,
            OperandBuffers = 1,
            AccumulatorBuffers = 1,
        };
    }

    private static IEnumerable<Mapping> SmallVector(Machine machine, VectorOperation operation)
    {
        int cores = (int)Math.Min(machine.Cores, operation.Rows);
        foreach (int cols in (int[])[64, 32, 16]) yield return new Mapping { CoresM = cores, TileM = 1, TileN = (int)Math.Min(operation.Cols, cols), TileK = 1, OperandBuffers = 1 };
    }

    /// <summary>Powers of two times the unit, from the largest that is no more than a core's share and <paramref name="most"/> down to the unit; the extent where that is less.</summary>
    private static IEnumerable<long> Halves(long extent, int cores, long unit, long most)
    {
        long share = Blocks(Blocks(extent, unit), cores) * unit, tile = unit;
        while (tile * 2 <= Math.Min(share, most)) tile *= 2;
        for (; tile >= unit; tile /= 2) yield return Math.Min(extent, tile);
    }
}
