using AccelSim.Model.Machines;

namespace AccelSim.Engine.Schedule;

/// <summary>Totals of a lowered shape in closed form, from the same extents as its steps: what the mapper compares and the capacities it checks.</summary>
internal readonly record struct LoweredSummary
{
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

    public required long StepTensorCycles { get; init; }

    /// <summary>One accumulator: the epilogue is not overlapped.</summary>
    public required bool SerialVector { get; init; }

    /// <summary>One operand buffer: loads are not overlapped.</summary>
    public required bool SerialLoads { get; init; }

    public required long ScratchpadBytes { get; init; }

    public required long SharedBufferBytes { get; init; }

    /// <summary>Estimated cycles: the busiest resource, plus what cannot overlap at the start and the end.</summary>
    public double EstimateCycles(Machine machine)
    {
        double dramPerCycle = machine.Memory.PeakBytesPerSecond / machine.LoadClockHz;
        double shared = machine.SharedBuffer.BytesPerCycle, link = Math.Min(machine.Network.BytesPerCorePerCycle, machine.Scratchpad.PortBytesPerCycle);
        double loads = Math.Max(DramBytes / dramPerCycle, Math.Max(SharedBytes / shared, LinkBytes / link));
        double vector = Math.Max(VectorCycles, UpLinkBytes / (double)machine.Network.BytesPerCorePerCycle);
        double body = SerialLoads ? TensorCycles + loads : Math.Max(TensorCycles, loads);
        body = SerialVector ? body + vector : Math.Max(body, vector);
        double latency = machine.Memory.LatencyCycles + machine.Network.Latency;
        double first = Math.Max(FirstLoadBytes / dramPerCycle, FirstLoadCoreBytes / link);
        double fill = latency + (loads > TensorCycles ? StepTensorCycles : first);
        return body + fill + TailCycles + (LastStoreBytes / dramPerCycle) + machine.Network.Latency;
    }
}
