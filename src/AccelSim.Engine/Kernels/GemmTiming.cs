namespace AccelSim.Engine.Kernels;

/// <summary>A tile and a split of K, with the time they take.</summary>
internal struct GemmChoice
{
    public double Cycles, Compute, Memory, Reduce, Rounds;
    public KernelTile Tile;
    public int Split;
}

/// <summary>A product on a chip: what does not depend on tile and split.</summary>
internal sealed class GemmTiming(KernelChip chip, SharedConstants shared, MatmulConstants c, GemmPlan plan, GemmShape shape)
{
    private readonly GemmTraffic traffic = GemmTraffic.Of(chip, shared, plan, shape);

    public KernelChip Chip => chip;
    public SharedConstants Shared => shared;
    public MatmulConstants Constants => c;
    public GemmPlan Plan => plan;
    public GemmShape Shape => shape;
    public GemmTraffic Traffic => traffic;

    /// <summary>Cycles from the end of the node before to the first instruction of the kernel; under a profiler the gap between nodes of a graph does not count.</summary>
    public double Launch { get; } = (shared.StartUs + (plan.Alone ? 0 : chip.NodeGapUs)) * chip.CyclesPerUs;

    /// <summary>The same to its first data.</summary>
    public double Start => Launch + chip.DramLatency;

    /// <summary>Bytes per cycle from DRAM.</summary>
    public double Dram { get; } = shared.Dram(chip);

    /// <summary>Cycles from asking for an operand to having it.</summary>
    public double Latency => (chip.L2Latency * traffic.Warm) + (chip.DramLatency * (1 - traffic.Warm));

    public double Outputs => (double)shape.M * shape.N;

    /// <summary>Cycles of the kernel that adds up the parts of a split, size apart.</summary>
    public double SecondPass { get; } = (chip.NodeGapUs + shared.StartUs + c.SplitLaunchUs) * chip.CyclesPerUs;
}

/// <summary>A product in one tile: what does not depend on the split.</summary>
internal readonly struct TiledProduct
{
    private const int LeastStep = 16; // elements of K of an MMA of 16-bit floats

    private readonly GemmTiming gemm;
    private readonly KernelTile tile;
    private readonly double area, step, l2Bytes, read;
    private readonly bool overlaps;

    /// <param name="gemm">The product.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="stages">Most steps of K in flight, where the library says so.</param>
    public TiledProduct(GemmTiming gemm, KernelTile tile, int? stages = null)
    {
        (KernelChip chip, MatmulConstants c, GemmPlan plan, GemmShape shape) = (gemm.Chip, gemm.Constants, gemm.Plan, gemm.Shape);
        (this.gemm, this.tile) = (gemm, tile);
        int stepK = plan.StepElements ?? (int)(tile.StepBytes / plan.Activation);
        Steps = Parts(shape.K, stepK);
        // Where warps issue MMAs there are kernels of half a step for a K that short; asynchronous copies fill the step with zeros.
        if (chip.Generation == KernelGeneration.Synchronous && shape.K < stepK) stepK = Math.Max(LeastStep, shape.K);
        (Rows, Columns) = (Parts(shape.M, tile.Rows), Parts(shape.N, tile.Columns));
        area = (double)tile.Rows * tile.Columns;
        double activations = tile.Rows * plan.Activation * stepK, weights = tile.Columns * plan.Weight * stepK;
        double filled = activations + weights;
        l2Bytes = filled;
        if (chip.Paired) l2Bytes = filled -= Math.Max(activations, weights) / 2;
        else if (plan.Ranked)
        {
            TileCluster cluster = TileCluster.Of(chip.Cores, tile, Rows, Columns);
            filled = cluster.Extent(activations, weights);
            // Rows beyond the last token and output are zeros that nobody reads.
            l2Bytes = cluster.Extent(plan.Activation * shape.M / Rows, plan.Weight * shape.N / Columns) * stepK;
        }
        double mma = (area * stepK / plan.MacsPerCycle / c.Issue) + (plan.Promotes ? area / chip.VectorRate : 0);
        double inFlight = Math.Max(1, Math.Min(stages ?? plan.Stages ?? c.StepsInFlight, chip.ScratchpadBytes / (activations + weights)));
        double convert = plan.Converts ? (double)tile.Columns * stepK / c.ConvertRate : 0;
        double loads = Math.Max(Math.Max(filled / (chip.FillWidth * c.FillShare), gemm.Latency / inFlight), convert);
        // Of paired cores one thread issues all MMAs (tcgen05); what it waits for delays them and no copy.
        step = chip.Paired ? Math.Max(mma + c.StepOverhead, loads) : Math.Max(mma, loads) + c.StepOverhead;
        read = gemm.Traffic.Dram(chip, gemm.Shared, plan, shape, tile, Rows, Columns);
        overlaps = chip.Paired || (plan.Ranked && RankedTile.TakesTurns(tile));
    }

    /// <summary>Of K.</summary>
    public int Steps { get; }

    /// <summary>Of tiles, along tokens.</summary>
    public int Rows { get; }

    /// <summary>Of tiles, along outputs.</summary>
    public int Columns { get; }

    public double Tiles => (double)Rows * Columns;

    /// <summary>The product with K in so many parts.</summary>
    public GemmChoice Split(int split)
    {
        (KernelChip chip, MatmulConstants c, GemmPlan plan, GemmTraffic traffic) = (gemm.Chip, gemm.Constants, gemm.Plan, gemm.Traffic);
        double parts = Tiles * split, dram = gemm.Dram;
        int steps = Parts(Steps, split);
        PartialSums sums = split > 1 && !plan.Converts ? PartialSums.Of(chip, gemm.Shared, gemm.Outputs * split) : default;
        double dramBytes = read + sums.SpiltBytes;
        double loop = steps * step, epilogue = c.TileOverhead + (area * Math.Max(GemmTraffic.OutputBytes, sums.BytesEach) / c.EpilogueWidth);
        double part = overlaps ? Math.Max(loop, epilogue) : loop + epilogue, tail = overlaps ? Math.Min(loop, epilogue) : 0;
        double perPart = Math.Max(Math.Max(dramBytes / dram, traffic.OperandBytes / gemm.Shared.L2OnceWidth(chip)) / parts, l2Bytes * steps / chip.L2Width);
        double stored = plan.Exposed ? Math.Min(dramBytes, traffic.StoredBytes) / parts / dram : 0, stores = plan.Exposed ? epilogue : 0;
        double full = Math.Floor(parts / chip.Cores), rest = parts - (full * chip.Cores);
        double Round(double cores) => cores == 0 ? 0 : Math.Max(stores, cores * stored) + Math.Max(part - stores, cores * (perPart - stored));
        double memory = dramBytes / dram, compute = (full + (rest > 0 ? 1 : 0)) * part;
        double body = (full * Round(chip.Cores)) + Round(rest) + (c.Contention * Math.Min(memory, compute));
        double reduce = split == 1 ? 0
            : gemm.SecondPass + (plan.Converts ? gemm.Outputs * split * 2 * PartialSums.Bytes / chip.L2Width : (gemm.Outputs * split * PartialSums.Bytes / chip.L2Width) + (sums.SpiltBytes / dram));
        double cycles = gemm.Start + body + tail + reduce + gemm.Shared.Ramp(chip, memory);
        return new GemmChoice { Cycles = cycles, Compute = compute, Memory = memory, Reduce = reduce, Tile = tile, Split = split, Rounds = parts / chip.Cores };
    }

    private static int Parts(int whole, int part) => (whole + part - 1) / part;
}
