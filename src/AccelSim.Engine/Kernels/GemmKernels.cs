using System.Collections.Immutable;
using System.Numerics;

namespace AccelSim.Engine.Kernels;

/// <summary>
/// Time of a library's GEMM: tiles dealt to cores in rounds, each tile a loop over K whose step is bound by MMA issue, by the fill of
/// shared memory, by latency over loads in flight, or by widening weights; DRAM and L2 bound a round; the library takes the fastest tile
/// and split that it offers. Rules: docs/SILICON.md.
/// </summary>
public static class GemmKernels
{
    private const double OutputBytes = 2; // 16-bit floats
    private const int LeastStep = 16;     // elements of K of an MMA of 16-bit floats
    private const int MostProfiled = 8192; // tokens (TensorRT-LLM, plugins/common/gemmPluginProfiler)
    private const int NarrowK = 128, NarrowKernels = 2; // found on the calibration half; no source says why
    private const int MostCopies = 5;  // weight copies over which the replays rotate (data/README, hardware reference 7.2)

    private static readonly ImmutableArray<int> Splits = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 32, 40, 48, 64];

    public static KernelTime Run(KernelChip chip, SharedConstants shared, MatmulConstants c, GemmPlan plan, GemmShape shape)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(shared);
        ArgumentNullException.ThrowIfNull(c);
        ArgumentNullException.ThrowIfNull(plan);
        var traffic = Traffic.Of(chip, shared, plan, shape);
        // Under a profiler neither the gap between nodes of a graph nor other kernels count.
        double launch = (shared.StartUs + (plan.Alone ? 0 : chip.NodeGapUs)) * chip.CyclesPerUs, start = launch + chip.DramLatency;
        double helpers = plan.Helpers ? c.HelperLaunchUs * chip.CyclesPerUs : 0;
        if (plan.Quantises) helpers += (double)shape.M * shape.K * c.QuantiseBytes / shared.Dram(chip);
        KernelTime? vector = shape.M <= plan.VectorTokens ? OnVectorUnits(chip, shared, c, shape, traffic, start) : null;
        if (vector is { } only && !plan.VectorProfiled) return only;
        if (plan.Converts && shape.K < NarrowK) helpers += NarrowKernels * launch;
        Choice best = plan.Profiled ? Profiled(chip, shared, c, plan, shape, traffic, start) : Fastest(chip, shared, c, plan, shape, traffic, start);
        if (vector is { } other && other.Cycles < best.Cycles + helpers) return other;
        double busy = shape.Macs / (plan.MacsPerCycle * chip.Cores) / best.Cycles;
        double throttle = shared.Throttle(chip, busy, best.Memory, best.Compute, best.Cycles);
        return Result(chip, best.Cycles + helpers + throttle, best, throttle, best.Reduce + helpers);
    }

    /// <summary>The tile and split that are fastest at the next power of two of tokens, where the library times them.</summary>
    private static Choice Profiled(KernelChip chip, SharedConstants shared, MatmulConstants c, GemmPlan plan, GemmShape shape, Traffic traffic, double start)
    {
        GemmShape timed = shape with { M = Math.Min(MostProfiled, (int)BitOperations.RoundUpToPowerOf2((uint)shape.M)) };
        if (timed.M == shape.M) return Fastest(chip, shared, c, plan, shape, traffic, start);
        Choice chosen = Fastest(chip, shared, c, plan, timed, Traffic.Of(chip, shared, plan, timed), start);
        return Fastest(chip, shared, c, plan with { Tiles = [chosen.Tile] }, shape, traffic, start);
    }

    private static Choice Fastest(KernelChip chip, SharedConstants shared, MatmulConstants c, GemmPlan plan, GemmShape shape, Traffic traffic, double start)
    {
        double latency = (chip.L2Latency * traffic.Warm) + (chip.DramLatency * (1 - traffic.Warm));
        double dram = shared.Dram(chip), fill = chip.FillWidth * c.FillShare;
        double secondPass = (chip.NodeGapUs + shared.StartUs + c.SplitLaunchUs) * chip.CyclesPerUs;
        double outputs = (double)shape.M * shape.N;
        int leastInRounds = plan.LeastInRounds;
        var best = new Choice { Cycles = double.MaxValue };
        (KernelTile Tile, int Stages)? compiled = plan.Compiled ? CompiledTile.Of(chip.Cores, chip.ScratchpadBytes, shape) : null;
        foreach (KernelTile tile in compiled is { } only ? [only.Tile] : plan.Tiles)
        {
            int stepK = (int)(tile.StepBytes / plan.Activation), steps = Ceiling(shape.K, stepK);
            // Where warps issue MMAs there are kernels of half a step for a K that short; asynchronous copies fill the step with zeros.
            if (chip.Generation == KernelGeneration.Synchronous && shape.K < stepK) stepK = Math.Max(LeastStep, shape.K);
            int rows = Ceiling(shape.M, tile.Rows), columns = Ceiling(shape.N, tile.Columns);
            double tiles = (double)rows * columns, area = (double)tile.Rows * tile.Columns;
            double stepBytes = ((tile.Rows * plan.Activation) + (tile.Columns * plan.Weight)) * stepK;
            double mma = (area * stepK / plan.MacsPerCycle / c.Issue) + (plan.Promotes ? area / chip.VectorRate : 0);
            double inFlight = Math.Max(1, Math.Min(compiled?.Stages ?? plan.Stages ?? c.StepsInFlight, chip.ScratchpadBytes / stepBytes));
            double convert = plan.Converts ? (double)tile.Columns * stepK / c.ConvertRate : 0;
            double filled = chip.Paired ? stepBytes - (Math.Max(tile.Rows * plan.Activation, tile.Columns * plan.Weight) * stepK / 2) : stepBytes;
            double step = Math.Max(Math.Max(mma, filled / fill), Math.Max(latency / inFlight, convert)) + c.StepOverhead;
            double read = traffic.Dram(chip, shared, plan, shape, tile, rows, columns);
            foreach (int split in Splits)
            {
                if (split > plan.MaxSplit || (split > 1 && steps / split < LeastSteps(chip, c, plan, tiles))) break;
                double parts = tiles * split;
                // The library deals no small tiles in rounds where a large one would do.
                if (area < leastInRounds && parts > chip.Cores && rows > 1 && columns > 1) continue;
                int partSteps = Ceiling(steps, split);
                Partials sums = split > 1 && !plan.Converts ? Partials.Of(chip, shared, outputs * split) : default;
                double dramBytes = read + sums.SpiltBytes;
                double loop = partSteps * step, epilogue = c.TileOverhead + (area * Math.Max(OutputBytes, sums.BytesEach) / c.EpilogueWidth);
                double part = chip.Paired ? Math.Max(loop, epilogue) : loop + epilogue, tail = chip.Paired ? Math.Min(loop, epilogue) : 0;
                double perPart = Math.Max(dramBytes / parts / dram, stepBytes * partSteps / chip.L2Width);
                double stored = plan.Exposed ? Math.Min(dramBytes, traffic.StoredBytes) / parts / dram : 0, stores = plan.Exposed ? epilogue : 0;
                double full = Math.Floor(parts / chip.Cores), rest = parts - (full * chip.Cores);
                double Round(double cores) => cores == 0 ? 0 : Math.Max(stores, cores * stored) + Math.Max(part - stores, cores * (perPart - stored));
                double memory = dramBytes / dram, compute = (full + (rest > 0 ? 1 : 0)) * part;
                double body = (full * Round(chip.Cores)) + Round(rest) + (c.Contention * Math.Min(memory, compute));
                double reduce = split == 1 ? 0
                    : secondPass + (plan.Converts ? outputs * split * 2 * Partials.Bytes / chip.L2Width : (outputs * split * Partials.Bytes / chip.L2Width) + (sums.SpiltBytes / dram));
                double cycles = start + body + tail + reduce + shared.Ramp(chip, memory);
                if (cycles >= best.Cycles) continue;
                best = new Choice { Cycles = cycles, Compute = compute, Memory = memory, Reduce = reduce, Tile = tile, Split = split, Rounds = parts / chip.Cores };
            }
        }
        return best;
    }

    /// <summary>Least K steps that the library leaves to a part of a split.</summary>
    private static double LeastSteps(KernelChip chip, MatmulConstants c, GemmPlan plan, double tiles) =>
        tiles <= c.SplitBelow * chip.Cores ? c.SplitLeastSteps : plan.Converts ? double.MaxValue : c.SplitFullSteps;

    /// <summary>Few tokens: dot products on vector units, bound by DRAM, by multiplies or by the latency of a warp's loop over K.</summary>
    private static KernelTime OnVectorUnits(KernelChip chip, SharedConstants shared, MatmulConstants c, GemmShape shape, Traffic traffic, double start)
    {
        double helpers = c.GemvLaunchUs * chip.CyclesPerUs, memory = traffic.Compulsory / shared.Dram(chip);
        double compute = Math.Max(shape.Macs / (c.GemvRate * chip.Cores), traffic.Bytes / chip.L2Width) + (c.GemvStep * shape.K / 1024)
            + (c.GemvOutput * shape.M * shape.N / chip.Cores);
        double cycles = start + helpers + Math.Max(memory, compute) + (c.Contention * Math.Min(memory, compute)) + shared.Ramp(chip, memory);
        return Result(chip, cycles, new Choice { Cycles = cycles, Compute = compute, Memory = memory, Tile = new(shape.M, 1), Split = 1, Rounds = 1 }, 0, helpers);
    }

    private static KernelTime Result(KernelChip chip, double cycles, Choice best, double throttle, double beside)
    {
        double us = 1 / chip.CyclesPerUs;
        return new((long)Math.Ceiling(cycles), cycles * us, best.Compute * us, best.Memory * us, throttle * us, beside * us,
            best.Tile.Rows, best.Tile.Columns, best.Split, best.Rounds);
    }

    private static int Ceiling(int a, int b) => (a + b - 1) / b;

    private struct Choice
    {
        public double Cycles, Compute, Memory, Reduce, Rounds;
        public KernelTile Tile;
        public int Split;
    }

    /// <summary>Partial sums of a split that a second kernel adds up.</summary>
    /// <param name="SpiltBytes">Those that do not stay in L2 from their writing to their reading, once each way.</param>
    /// <param name="BytesEach">Of a sum; 0 where the library adds them up in place.</param>
    private readonly record struct Partials(double SpiltBytes, double BytesEach)
    {
        public const double Bytes = 4;

        public static Partials Of(KernelChip chip, SharedConstants shared, double sums) =>
            new(Math.Max(0, (sums * Bytes) - (chip.L2Capacity * shared.L2Share)), Bytes);
    }

    /// <summary>Which bytes come from DRAM in the steady state of replays.</summary>
    private readonly record struct Traffic(double Activations, double Weights, double Outputs, double Warm, double ActivationsWarm)
    {
        public double Bytes => Activations + Weights + Outputs;

        /// <summary>Outputs that leave L2.</summary>
        public double StoredBytes => Outputs * (1 - ActivationsWarm);

        public double Compulsory => (Weights * (1 - Warm)) + ((Activations + Outputs) * (1 - ActivationsWarm));

        public static Traffic Of(KernelChip chip, SharedConstants shared, GemmPlan plan, GemmShape shape)
        {
            double weights = (double)shape.N * shape.K * plan.Weight, activations = (double)shape.M * shape.K * plan.Activation;
            double outputs = (double)shape.M * shape.N * OutputBytes;
            double warm = shared.Kept(chip, activations + outputs);
            if (plan.Flushed) return new(activations, weights, outputs, 0, warm);
            double copies = Math.Clamp(Math.Ceiling(chip.L2Capacity / weights), 1, MostCopies);
            return new(activations, weights, outputs, shared.Kept(chip, (copies * weights) + activations + outputs), warm);
        }

        /// <summary>Operands beyond L2 are read again by every round of a near-square block of tiles.</summary>
        public double Dram(KernelChip chip, SharedConstants shared, GemmPlan plan, GemmShape shape, KernelTile tile, int rows, int columns)
        {
            if (Activations + Weights <= chip.L2Capacity * shared.L2Share) return Compulsory;
            double wide = Math.Sqrt((double)chip.Cores * tile.Columns / tile.Rows);
            double high = Math.Min(rows, Math.Max(1, Math.Floor(chip.Cores / Math.Max(1, Math.Min(wide, columns)))));
            double across = Math.Min(columns, Math.Ceiling(chip.Cores / high));
            double rounds = Math.Max(1, (double)rows * columns / (high * across));
            double read = rounds * ((high * tile.Rows * plan.Activation) + (across * tile.Columns * plan.Weight)) * shape.K;
            return Math.Max(Compulsory, Math.Min(read, Weights + (Activations * columns)) + Outputs);
        }
    }
}
