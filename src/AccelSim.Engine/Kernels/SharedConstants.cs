using System.Collections.Immutable;

namespace AccelSim.Engine.Kernels;

/// <summary>Properties of the silicon of a generation that no vendor publishes: one value for every kernel that runs on it.</summary>
/// <param name="values">In the order of <see cref="Catalogue"/>.</param>
public sealed class SharedConstants(ImmutableArray<double> values)
{
    /// <summary>Every constant, in order. Bounds: gpu-benches by way of docs/SILICON.md.</summary>
    public static ImmutableArray<KernelConstant> Catalogue { get; } =
    [
        new("start", "us", 0.8, 0, 2, "What the first and last instructions of a kernel take beyond an empty node of a replayed graph."),
        new("dram_share", "ratio", 0.95, 0.86, 1, "Share of the bandwidth of long streams (stream_share of the pins) that operands of a kernel arrive with."),
        new("dram_ramp", "us", 0.8, 0, 3, "Time to fill and drain the memory pipeline once per kernel that reads DRAM."),
        new("l2_share", "ratio", 0.6, 0.3, 1, "Share of the L2 capacity that acts as one cache: partitions keep copies of what they fetch from each other."),
        new("power_mma", "ratio", 1.53, 0.6, 2.5, "Dynamic power of tensor cores at full rate and boost clock over what the power cap leaves beside idle power."),
        new("power_dram", "ratio", 0.2, 0, 0.6, "Dynamic power of memory at full bandwidth over the same."),
        new("power_delay", "us", 100, 0, 3000, "Kernel time at which half of the throttling has set in: replays repeat a kernel a few times, power controllers take their time."),
    ];

    private const int NewtonSteps = 16;

    private readonly double[] v = [.. values];

    public double StartUs => v[0];
    public double DramShare => v[1];
    public double DramRampUs => v[2];
    public double L2Share => v[3];
    public double PowerMma => v[4];
    public double PowerDram => v[5];
    public double PowerDelayUs => v[6];

    /// <summary>Bytes per cycle from DRAM.</summary>
    public double Dram(KernelChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return chip.DramWidth * chip.StreamShare * DramShare;
    }

    /// <summary>Cycles that the memory pipeline takes to fill and drain around this many cycles of traffic.</summary>
    public double Ramp(KernelChip chip, double memory)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return DramRampUs * chip.CyclesPerUs * Math.Min(1, memory / (2 * chip.CyclesPerUs));
    }

    /// <summary>
    /// Share of a working set that is found in L2 when replays go over it again and again. With random replacement a line survives a
    /// replay's misses with h = exp(-(1 - h) x working set / capacity), whose root below 1 Newton's method reaches from 0, rising.
    /// </summary>
    public double Kept(KernelChip chip, double bytes)
    {
        ArgumentNullException.ThrowIfNull(chip);
        double sets = bytes / (L2Share * chip.L2Capacity), kept = 0;
        if (sets <= 1) return 1;
        for (int i = 0; i < NewtonSteps; i++)
        {
            double survives = Math.Exp((kept - 1) * sets);
            kept += (survives - kept) / (1 - (sets * survives));
        }
        return Math.Clamp(kept, 0, 1);
    }

    /// <summary>Cycles that the power cap adds: dynamic power goes with the cube of the clock, as voltage follows it; time bound by memory stays.</summary>
    /// <param name="chip">Its clock.</param>
    /// <param name="busy">Share of the peak MMA rate at the boost clock.</param>
    /// <param name="memory">Cycles of DRAM traffic.</param>
    /// <param name="compute">Cycles of cores.</param>
    /// <param name="cycles">Cycles of the kernel without a cap.</param>
    public double Throttle(KernelChip chip, double busy, double memory, double compute, double cycles)
    {
        ArgumentNullException.ThrowIfNull(chip);
        if (compute <= memory) return 0;
        double power = (PowerMma * busy) + (PowerDram * memory / cycles);
        double lasts = cycles / (cycles + (PowerDelayUs * chip.CyclesPerUs));
        return power <= 1 ? 0 : Math.Min(cycles, compute) * (Math.Cbrt(power) - 1) * lasts;
    }
}
