namespace AccelSim.Model.Machines;

/// <summary>What an operation brings on chip for the one behind it.</summary>
public enum Prefetch
{
    /// <summary>Nothing: an operation's first load issues when the operation before it has retired and its own launch is over.</summary>
    None,

    /// <summary>First weights of a product behind it, where both together then take less time.</summary>
    AcrossOperations,
}

/// <summary>The engine that brings loads from memory to the shared buffer for all cores of a chip.</summary>
public sealed record Dma
{
    /// <summary>Bytes asked of DRAM and not yet in the shared buffer, at most; by Little's law this over the loaded latency bounds the bandwidth.</summary>
    public required long OutstandingBytes { get; init; }
}
