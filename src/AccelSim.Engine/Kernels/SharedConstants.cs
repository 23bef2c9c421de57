using System.Collections.Immutable;
using MathNet.Numerics;

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
        new("l2_share", "ratio", 0.8, 0.3, 1, "Share of the L2 capacity that acts as one cache."),
        new("l2_once", "ratio", 0.6, 0.2, 1, "Share of the L2 rate at which operands arrive for the first time, from L2 or through it: half of them lie in the other partition."),
        new("power_mma", "ratio", 1.53, 0.6, 2.5, "Dynamic power of tensor cores at full rate and boost clock over what the power cap leaves beside idle power."),
        new("power_dram", "ratio", 0.2, 0, 0.6, "Dynamic power of memory at full bandwidth over the same."),
        new("process", "nm", 4, 1, 180, "Process of the chip that all of these were found on."),
        new("mma_density", "TFLOP/s GHz2 / W", 6, 0, 100, "Its peak 16-bit rate x boost clock squared / power cap; power_mma goes with it within a process."),
    ];

    private const int PowerMmaAt = 5; // in the catalogue

    /// <summary>
    /// Time under load at which half of the throttling has set in: power controllers average over milliseconds. Design choice: the shared rows, which do not say how many kernels ran
    /// without a pause, hardly tell. That it is the load and not the kernel that counts is seen on our own (results/silicon/recorded): graphs of 64 kernels slow down from 6 ms of length on, whatever a kernel takes.
    /// </summary>
    private const double PowerDelayUs = 1500;

    /// <summary>
    /// Whether the rows may move a constant: the power of memory is what 3.9 pJ a bit of HBM at full bandwidth make of what the cap leaves; freed, it makes up for something
    /// else. The last two are facts of the chip.
    /// </summary>
    public static bool IsCalibrated(KernelConstant constant)
    {
        ArgumentNullException.ThrowIfNull(constant);
        return constant.Name is not ("power_dram" or "process" or "mma_density");
    }

    /// <summary>Values with the facts of the chip that they were found on.</summary>
    public static ImmutableArray<double> FoundOn(KernelChip chip, ImmutableArray<double> values)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return [.. values[..^2], chip.ProcessNm, chip.MmaDensity];
    }

    /// <summary>
    /// These on a chip of another process than the one they were found on, where the other generation was found on that process: an MMA takes the energy of its process, in
    /// proportion to the square of the clock, as voltage follows it.
    /// </summary>
    public SharedConstants WithEnergyOf(SharedConstants other, KernelChip chip)
    {
        ArgumentNullException.ThrowIfNull(other);
        ArgumentNullException.ThrowIfNull(chip);
        if (chip.MmaDensity == 0 || chip.ProcessNm == (int)ProcessNm || chip.ProcessNm != (int)other.ProcessNm) return this;
        return new(ImmutableArray.Create(v).SetItem(PowerMmaAt, other.PowerMma * chip.MmaDensity / other.MmaDensity));
    }

    /// <summary>
    /// Spread of the lines that fall into a set over their mean where the mean fills it: a hash throws lines into sets of 64, 1 / sqrt(64). Design choice: neither
    /// vendors nor gpu-benches publish sets; 0.1 to 0.15 fit the recorded H100 and H200 equally well.
    /// </summary>
    private const double SetSpread = 0.125;

    private readonly double[] v = [.. values];

    public double StartUs => v[0];
    public double DramShare => v[1];
    public double DramRampUs => v[2];
    public double L2Share => v[3];
    public double L2Once => v[4];
    public double PowerMma => v[PowerMmaAt];
    public double PowerDram => v[6];
    public double ProcessNm => v[7];
    public double MmaDensity => v[8];

    /// <summary>Bytes of L2 that act as one cache. A line from the other partition may take room in both; an undivided L2 is all one cache.</summary>
    public double L2Bytes(KernelChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return chip.L2Capacity * (chip.L2Partitions > 1 ? L2Share : 1);
    }

    /// <summary>Bytes per cycle from L2 of operands that arrive for the first time: an undivided L2 has no far half.</summary>
    public double L2OnceWidth(KernelChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        return chip.L2Width * (chip.L2Partitions > 1 ? L2Once : 1);
    }

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
    /// Share of a working set that is found in L2 when replays go over it again and again. With the least recently used line replaced, a set keeps all of its lines from
    /// replay to replay, or, with one too many, none; lines are thrown into sets by a hash, so that the share falls as a normal distribution does.
    /// </summary>
    public double Kept(KernelChip chip, double bytes)
    {
        ArgumentNullException.ThrowIfNull(chip);
        double filled = bytes / L2Bytes(chip);
        return filled <= 0 ? 1 : 0.5 * SpecialFunctions.Erfc((filled - 1) / (SetSpread * Math.Sqrt(2 * filled)));
    }

    /// <summary>Cycles that the power cap adds: dynamic power goes with the cube of the clock, as voltage follows it; time bound by memory stays.</summary>
    /// <param name="chip">Its clock.</param>
    /// <param name="busy">Share of the peak MMA rate at the boost clock.</param>
    /// <param name="memory">Cycles of DRAM traffic.</param>
    /// <param name="compute">Cycles of cores.</param>
    /// <param name="cycles">Cycles of the kernel without a cap.</param>
    /// <param name="backToBack">Such kernels that run without a pause.</param>
    public double Throttle(KernelChip chip, double busy, double memory, double compute, double cycles, int backToBack = 1)
    {
        ArgumentNullException.ThrowIfNull(chip);
        if (compute <= memory) return 0;
        double power = (PowerMma * busy) + (PowerDram * memory / cycles);
        double load = cycles * backToBack, lasts = load / (load + (PowerDelayUs * chip.CyclesPerUs));
        return power <= 1 ? 0 : Math.Min(cycles, compute) * (Math.Cbrt(power) - 1) * lasts;
    }
}
