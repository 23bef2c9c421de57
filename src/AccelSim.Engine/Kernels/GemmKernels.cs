using System.Collections.Immutable;
using System.Numerics;

namespace AccelSim.Engine.Kernels;

/// <summary>
/// Time of a library's GEMM: tiles dealt to cores in rounds, each tile a loop over K whose step is bound by MMA issue, by the fill of
/// shared memory, by latency over loads in flight, or by widening weights; DRAM and L2 bound a round; the library takes the tile and split
/// that it ranks first or, where nothing is known of that, the fastest. Rules: docs/SILICON.md.
/// </summary>
public static class GemmKernels
{
    private const int MostProfiled = 8192; // tokens (TensorRT-LLM, plugins/common/gemmPluginProfiler)
    private const int NarrowK = 128, NarrowKernels = 2; // found on the calibration half; no source says why

    /// <summary>Parts of K that libraries try.</summary>
    internal static readonly ImmutableArray<int> Splits = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 32, 40, 48, 64];

    public static KernelTime Run(KernelChip chip, SharedConstants shared, MatmulConstants c, GemmPlan plan, GemmShape shape)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(shared);
        ArgumentNullException.ThrowIfNull(c);
        ArgumentNullException.ThrowIfNull(plan);
        var gemm = new GemmTiming(chip, shared, c, plan, shape);
        double helpers = plan.Helpers ? c.HelperLaunchUs * chip.CyclesPerUs : 0;
        if (plan.Quantises) helpers += (double)shape.M * shape.K * c.QuantiseBytes / gemm.Dram;
        KernelTime? vector = shape.M <= plan.VectorTokens ? OnVectorUnits(gemm) : null;
        if (vector is { } only && !plan.VectorProfiled) return only;
        if (plan.Converts && shape.K < NarrowK) helpers += NarrowKernels * gemm.Launch;
        GemmChoice best = plan.Ranked ? Ranked(gemm) : plan.Profiled ? Profiled(gemm) : Fastest(gemm, plan.Tiles);
        if (vector is { } other && other.Cycles < best.Cycles + helpers) return other;
        double busy = shape.Macs / (plan.MacsPerCycle * chip.Cores) / best.Cycles;
        double throttle = shared.Throttle(chip, busy, best.Memory, best.Compute, best.Cycles, shape.BackToBack);
        return Result(chip, best.Cycles + helpers + throttle, best, throttle, best.Reduce + helpers);
    }

    private static GemmChoice Ranked(GemmTiming gemm)
    {
        (KernelTile tile, int split) = RankedTile.Of(gemm.Chip, gemm.Plan, gemm.Shape);
        return new TiledProduct(gemm, tile).Split(split);
    }

    /// <summary>The tile and split that are fastest at the next power of two of tokens, where the library times them.</summary>
    private static GemmChoice Profiled(GemmTiming gemm)
    {
        GemmShape timed = gemm.Shape with { M = Math.Min(MostProfiled, (int)BitOperations.RoundUpToPowerOf2((uint)gemm.Shape.M)) };
        if (timed.M == gemm.Shape.M) return Fastest(gemm, gemm.Plan.Tiles);
        return Fastest(gemm, [Fastest(new(gemm.Chip, gemm.Shared, gemm.Constants, gemm.Plan, timed), gemm.Plan.Tiles).Tile]);
    }

    private static GemmChoice Fastest(GemmTiming gemm, ImmutableArray<KernelTile> tiles)
    {
        (KernelChip chip, GemmPlan plan) = (gemm.Chip, gemm.Plan);
        int leastInRounds = plan.LeastInRounds;
        var best = new GemmChoice { Cycles = double.MaxValue };
        (KernelTile Tile, int Stages)? compiled = plan.Compiled ? CompiledTile.Of(chip.Cores, chip.ScratchpadBytes, gemm.Shape) : null;
        foreach (KernelTile tile in compiled is { } only ? [only.Tile] : tiles)
        {
            var timing = new TiledProduct(gemm, tile, compiled?.Stages);
            double leastSteps = LeastSteps(gemm, timing.Tiles);
            foreach (int split in Splits)
            {
                if (split > plan.MaxSplit || (split > 1 && timing.Steps / split < leastSteps)) break;
                // The library deals no small tiles in rounds where a large one would do.
                if (tile.Rows * tile.Columns < leastInRounds && timing.Tiles * split > chip.Cores && timing.Rows > 1 && timing.Columns > 1) continue;
                GemmChoice choice = timing.Split(split);
                if (choice.Cycles < best.Cycles) best = choice;
            }
        }
        return best;
    }

    /// <summary>Least K steps that the library leaves to a part of a split.</summary>
    private static double LeastSteps(GemmTiming gemm, double tiles) =>
        tiles <= gemm.Constants.SplitBelow * gemm.Chip.Cores ? gemm.Constants.SplitLeastSteps : gemm.Plan.Converts ? double.MaxValue : gemm.Constants.SplitFullSteps;

    /// <summary>Few tokens: dot products on vector units, bound by DRAM, by multiplies or by the latency of a warp's loop over K.</summary>
    private static KernelTime OnVectorUnits(GemmTiming gemm)
    {
        (KernelChip chip, MatmulConstants c, GemmShape shape) = (gemm.Chip, gemm.Constants, gemm.Shape);
        double helpers = c.GemvLaunchUs * chip.CyclesPerUs, memory = gemm.Traffic.Compulsory / gemm.Dram;
        double compute = Math.Max(shape.Macs / (c.GemvRate * chip.Cores), gemm.Traffic.Bytes / chip.L2Width) + (c.GemvStep * shape.K / 1024)
            + (c.GemvOutput * shape.M * shape.N / chip.Cores);
        double cycles = gemm.Start + helpers + Math.Max(memory, compute) + (c.Contention * Math.Min(memory, compute)) + gemm.Shared.Ramp(chip, memory);
        return Result(chip, cycles, new GemmChoice { Cycles = cycles, Compute = compute, Memory = memory, Tile = new(shape.M, 1), Split = 1, Rounds = 1 }, 0, helpers);
    }

    private static KernelTime Result(KernelChip chip, double cycles, GemmChoice best, double throttle, double beside)
    {
        double us = 1 / chip.CyclesPerUs;
        return new((long)Math.Ceiling(cycles), cycles * us, best.Compute * us, best.Memory * us, throttle * us, beside * us,
            best.Tile.Rows, best.Tile.Columns, best.Split, best.Rounds);
    }
}
