namespace AccelSim.Model.Machines;

/// <summary>Where the vectors of an operand tile lie in the banks of a scratchpad.</summary>
public enum ScratchpadLayout
{
    /// <summary>Turned or padded so that the vectors that a unit reads together start in different banks: no conflicts.</summary>
    Interleaved,

    /// <summary>One vector behind the other, word after word over the banks: vectors whose length shares a factor with the banks collide.</summary>
    Linear,
}

/// <summary>Local memory of one core.</summary>
public sealed record Scratchpad
{
    public required long CapacityBytes { get; init; }

    public required int Banks { get; init; }

    /// <summary>1: DMA and units take alternate cycles (time division). 2 or more: each has its own port.</summary>
    public int Ports { get; init; } = 2;

    public required long BytesPerBankPerCycle { get; init; }

    public ScratchpadLayout Layout { get; init; }

    /// <summary>Bytes per cycle that the units may read, or that the DMA may fill.</summary>
    public long PortBytesPerCycle => Ports >= 2 ? Banks * BytesPerBankPerCycle : Math.Max(1, Banks * BytesPerBankPerCycle / 2);
}

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
