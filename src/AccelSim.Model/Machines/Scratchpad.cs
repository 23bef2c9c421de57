namespace AccelSim.Model.Machines;

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
