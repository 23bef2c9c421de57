using AccelSim.Model.Machines;

namespace AccelSim.Engine.Kernels;

/// <summary>What kernels see of a machine, per core cycle at the boost clock.</summary>
public sealed record KernelChip
{
    /// <summary>16-bit MACs per cycle and core from which tensor cores must run asynchronously: registers cannot feed them faster.</summary>
    private const long AsynchronousRate = 2048;

    /// <summary>The same from which sums lie in tensor memory and cores multiply in pairs that share an operand (Blackwell; CUTLASS "2 SM" kernels).</summary>
    private const long PairedRate = 4096;

    public required string Name { get; init; }

    /// <summary>Pairs of cores share the wider operand of their tiles, and the epilogue of a tile drains from tensor memory beside the next.</summary>
    public required bool Paired { get; init; }

    public required KernelGeneration Generation { get; init; }

    public required int Cores { get; init; }

    /// <summary>Cycles per microsecond at the boost clock: replays are short and clocks were pinned.</summary>
    public required double CyclesPerUs { get; init; }

    /// <summary>Pin bandwidth, bytes per cycle.</summary>
    public required double DramWidth { get; init; }

    /// <summary>Share of the pin bandwidth that long streams reach on the machine.</summary>
    public required double StreamShare { get; init; }

    /// <summary>Bytes.</summary>
    public required double L2Capacity { get; init; }

    /// <summary>Parts of the L2.</summary>
    public required int L2Partitions { get; init; }

    /// <summary>Bytes per cycle, all cores together.</summary>
    public required double L2Width { get; init; }

    /// <summary>Cycles of a hit in L2.</summary>
    public required double L2Latency { get; init; }

    /// <summary>Cycles of a read that misses in L2.</summary>
    public required double DramLatency { get; init; }

    /// <summary>Bytes per cycle from the network into one core.</summary>
    public required double FillWidth { get; init; }

    /// <summary>Bytes of shared memory of a core that one block of threads may use.</summary>
    public required double ScratchpadBytes { get; init; }

    /// <summary>MACs per cycle and core: 16-bit floats, fp8, int8, NVFP4; 0 where the machine lacks them.</summary>
    public required double Rate16 { get; init; }

    public required double RateFp8 { get; init; }

    public required double RateInt8 { get; init; }

    public required double RateNvfp4 { get; init; }

    /// <summary>Exponentials per cycle and core.</summary>
    public required double ExpRate { get; init; }

    /// <summary>Multiply-adds per cycle and core on vector units.</summary>
    public required double VectorRate { get; init; }

    /// <summary>One-way bytes per cycle of a chip's links; 0 without.</summary>
    public required double LinkWidth { get; init; }

    /// <summary>Time of an empty node of a replayed graph, microseconds.</summary>
    public required double NodeGapUs { get; init; }

    /// <summary>Whether all-reduce is summed in the switch.</summary>
    public required bool ReducesInSwitch { get; init; }

    /// <summary>Process, nm; 0 where it is not known.</summary>
    public required int ProcessNm { get; init; }

    /// <summary>
    /// Peak 16-bit rate times the square of the boost clock over the power cap, TFLOP/s GHz2 / W; 0 without a cap. Voltage follows the clock and the energy of an MMA the square of the
    /// voltage, so that in one process the power of all tensor cores, as a share of the cap, is in proportion to this.
    /// </summary>
    public required double MmaDensity { get; init; }

    /// <summary>Reads a machine record; a machine without a boost clock runs at its nominal clock.</summary>
    public static KernelChip Of(Machine machine)
    {
        ArgumentNullException.ThrowIfNull(machine);
        Silicon facts = machine.Silicon;
        long hz = facts.BoostClockHz ?? machine.ClockHz;
        double perUs = hz * 1e-6;
        long rate = Math.Max(machine.TensorUnit.MacsPerCycle.Of("bf16", "bf16"), machine.TensorUnit.MacsPerCycle.Of("fp16", "fp16"));
        DramTiming dram = machine.Memory.Timing;
        double dramNs = (dram.ActivateToRead + dram.ReadLatency + dram.BurstClocks) * dram.TckPs * 1e-3;
        double l2Latency = machine.Network.Latency + machine.SharedBuffer.Latency;
        return new KernelChip
        {
            Name = machine.Name,
            Generation = rate >= AsynchronousRate ? KernelGeneration.Asynchronous : KernelGeneration.Synchronous,
            Paired = rate >= PairedRate,
            Cores = machine.Cores,
            CyclesPerUs = perUs,
            DramWidth = machine.Memory.PeakBytesPerSecond / hz,
            StreamShare = facts.StreamShare,
            L2Capacity = machine.SharedBuffer.CapacityBytes,
            L2Partitions = facts.L2Partitions,
            L2Width = machine.SharedBuffer.BytesPerCycle,
            L2Latency = l2Latency,
            DramLatency = machine.Network.Latency + machine.Memory.LatencyCycles + dramNs * 1e-3 * perUs,
            FillWidth = machine.Network.BytesPerCorePerCycle,
            ScratchpadBytes = machine.Scratchpad.CapacityBytes,
            Rate16 = rate,
            RateFp8 = machine.TensorUnit.MacsPerCycle.Of("fp8_e4m3", "fp8_e4m3"),
            RateNvfp4 = machine.TensorUnit.MacsPerCycle.Of("nvfp4", "nvfp4"),
            RateInt8 = machine.TensorUnit.MacsPerCycle.Of("int8", "int8"),
            ExpRate = machine.VectorUnit.ExpPerCycle,
            VectorRate = machine.VectorUnit.MultiplyPerCycle,
            LinkWidth = machine.Links is { } links ? (double)links.BytesPerSecond / hz : 0,
            NodeGapUs = machine.LaunchOverheadPs * 1e-6,
            ReducesInSwitch = facts.ReducesInSwitch,
            ProcessNm = facts.ProcessNm ?? 0,
            MmaDensity = machine.PowerCapWatts is { } watts ? 2e-6 * rate * machine.Cores * perUs * (perUs * 1e-3) * (perUs * 1e-3) / watts : 0,
        };
    }
}
