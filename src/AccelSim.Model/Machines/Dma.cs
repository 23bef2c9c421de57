namespace AccelSim.Model.Machines;

/// <summary>The engine that brings loads from memory to the shared buffer for all cores of a chip.</summary>
public sealed record Dma
{
    /// <summary>Bytes asked of DRAM and not yet in the shared buffer, at most; by Little's law this over the loaded latency bounds the bandwidth.</summary>
    public required long OutstandingBytes { get; init; }
}
