namespace AccelSim.Model.Machines;

/// <summary>Memory shared by all cores of a chip, between the network and DRAM.</summary>
public sealed record SharedBuffer
{
    public required long CapacityBytes { get; init; }

    public required int Banks { get; init; }

    public required long BytesPerBankPerCycle { get; init; }

    /// <summary>1: the way down to the cores and the way up take alternate cycles (time division). 2: each has its own port.</summary>
    public int Ports { get; init; } = 2;

    /// <summary>Cycles from request to first byte for data that is already here.</summary>
    public int Latency { get; init; }

    /// <summary>Whether an output that only the next operation reads, a product, stays here where that takes no longer.</summary>
    public bool KeepOutputs { get; init; }

    /// <summary>Bytes per cycle of all banks.</summary>
    public long BytesPerCycle => Banks * BytesPerBankPerCycle;

    /// <summary>Bytes per cycle that may go down, or up.</summary>
    public long PortBytesPerCycle => Ports >= 2 ? BytesPerCycle : Math.Max(1, BytesPerCycle / 2);
}
