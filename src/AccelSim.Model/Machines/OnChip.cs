namespace AccelSim.Model.Machines;

/// <summary>Local memory of one core.</summary>
public sealed record Scratchpad
{
    public required long CapacityBytes { get; init; }

    public required int Banks { get; init; }

    /// <summary>1: DMA and units take alternate cycles (time division). 2 or more: each has its own port.</summary>
    public int Ports { get; init; } = 2;

    public required long BytesPerBankPerCycle { get; init; }

    /// <summary>Bytes per cycle that the units may read, or that the DMA may fill.</summary>
    public long PortBytesPerCycle => Ports >= 2 ? Banks * BytesPerBankPerCycle : Math.Max(1, Banks * BytesPerBankPerCycle / 2);
}

/// <summary>Memory shared by all cores of a chip, between the network and DRAM; one port each way.</summary>
public sealed record SharedBuffer
{
    public required long CapacityBytes { get; init; }

    public required int Banks { get; init; }

    public required long BytesPerBankPerCycle { get; init; }

    /// <summary>Cycles from request to first byte for data that is already here.</summary>
    public int Latency { get; init; }

    public long BytesPerCycle => Banks * BytesPerBankPerCycle;
}

/// <summary>On-chip network between the shared buffer and the cores: a crossbar with multicast; loads and stores have separate links.</summary>
public sealed record Network
{
    /// <summary>Bytes per cycle of the link of one core, each way.</summary>
    public required long BytesPerCorePerCycle { get; init; }

    public int Latency { get; init; }
}
