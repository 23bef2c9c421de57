using AccelSim.Model.Machines;

namespace AccelSim.Engine.Schedule;

/// <summary>Totals of a lowered shape in closed form, from the same extents as its steps: what the mapper compares and the capacities it checks.</summary>
internal readonly record struct LoweredSummary
{
    /// <summary>Share of the shorter of work and transfer that overlap does not hide; a guess that only ranks mappings, never a result.</summary>
    private const double ShowingShare = 0.02;

    public required long TensorCycles { get; init; }

    public required long VectorCycles { get; init; }

    public required long DramBytes { get; init; }

    /// <summary>Bytes through the shared buffer's downward port.</summary>
    public required long SharedBytes { get; init; }

    /// <summary>Bytes over the downward link of core 0.</summary>
    public required long LinkBytes { get; init; }

    public required long UpLinkBytes { get; init; }

    /// <summary>Bytes that must arrive before the first token.</summary>
    public required long FirstLoadBytes { get; init; }

    public required long FirstLoadCoreBytes { get; init; }

    public required long LastStoreBytes { get; init; }

    /// <summary>From the last token to the last store.</summary>
    public required long TailCycles { get; init; }

    /// <summary>Steps of the lead core that load, compute and pass on their buffers.</summary>
    public required long Steps { get; init; }

    /// <summary>Loads of a step that may be under way while earlier steps compute, this one included.</summary>
    public required int Buffers { get; init; }

    /// <summary>Cycles for which a step holds its operand buffers once they are full.</summary>
    public required long HeldCycles { get; init; }

    /// <summary>Operands that stream from DRAM side by side.</summary>
    public required int DramStreams { get; init; }

    /// <summary>Bytes brought into the shared buffer ahead of the first step.</summary>
    public required long PanelBytes { get; init; }

    /// <summary>One accumulator: the epilogue is not overlapped.</summary>
    public required bool SerialVector { get; init; }

    public required long ScratchpadBytes { get; init; }

    public required long SharedBufferBytes { get; init; }

    /// <summary>
    /// Estimated cycles: steps times the period of the slowest resource, where a buffer is reused only after latency, transfer and the compute that reads it
    /// (Little's law), plus what cannot overlap at the start and the end.
    /// </summary>
    public double EstimateCycles(Machine machine)
    {
        Memory memory = machine.Memory;
        double awake = 1 - (double)(memory.Timing.RefreshCycle + memory.Timing.Precharge) / memory.Timing.RefreshInterval;
        double dramPerCycle = awake * memory.PeakBytesPerSecond / machine.LoadClockHz;
        double shared = machine.SharedBuffer.PortBytesPerCycle, link = Math.Min(machine.Network.BytesPerCorePerCycle, machine.Scratchpad.PortBytesPerCycle);
        if (machine.Network is { Topology: not NetworkTopology.Crossbar } network)
            link = Math.Min(link, (double)network.SharedLinkBytesPerCycle / (network.Multicast ? 1 : network.CoresBehindLink(machine.Cores)));
        double activate = (memory.Timing.ActivateToRead + memory.Timing.ReadLatency) * (memory.Timing.TckPs * 1e-12 * machine.LoadClockHz);
        double latency = memory.LatencyCycles + machine.Network.LatencyTo(machine.Cores) + activate;
        if (machine.Dma is { } dma) dramPerCycle = Math.Min(dramPerCycle, dma.OutstandingBytes / (memory.LatencyCycles + activate));
        double transfer = Math.Max(DramBytes / dramPerCycle, Math.Max(SharedBytes / shared, LinkBytes / link)) / Steps;
        // Streams that take turns at DRAM close each other's rows: one switch per further stream and step.
        transfer += Math.Max(0, DramStreams - 1) * (memory.Timing.Precharge + memory.Timing.ActivateToRead) * (memory.Timing.TckPs * 1e-12 * machine.LoadClockHz);
        double vector = Math.Max(VectorCycles, UpLinkBytes / (double)machine.Network.BytesPerCorePerCycle) / Steps;
        double tensor = (double)TensorCycles / Steps;
        double work = SerialVector || TensorCycles == 0 ? tensor + vector : Math.Max(tensor, vector);
        // Bursts of the one meet lulls of the other: a share of the shorter one shows, so of two equal mappings the one that moves less wins.
        double period = Math.Max(Math.Max(work, transfer) + ShowingShare * Math.Min(work, transfer), (latency + transfer + HeldCycles) / Buffers);
        double first = PanelBytes / dramPerCycle + Math.Max(FirstLoadBytes / dramPerCycle, FirstLoadCoreBytes / link);
        double start = latency + (period > transfer ? first : transfer + PanelBytes / dramPerCycle);
        double rest = transfer >= work ? work : 0;
        return Math.Max(Steps - 1, 0) * period + start + Math.Max(work, rest) + TailCycles + LastStoreBytes / dramPerCycle + machine.Network.Latency;
    }
}
