namespace AccelSim.Explore.Speculation.Serving;

/// <summary>How a server batches. Times in milliseconds.</summary>
public sealed record ServingOptions
{
    /// <summary>Most sequences that run side by side.</summary>
    public int MostSequences { get; init; } = 64;

    /// <summary>Tokens of prompts that one step takes at most (chunked prefill, arXiv 2308.16369).</summary>
    public long ChunkTokens { get; init; } = 512;

    /// <summary>Tokens of a page of the cache; attention reads whole pages (128 in the MagicDec harness).</summary>
    public long PageTokens { get; init; } = 128;

    /// <summary>Sizes of a step's linear layers: rounded up to a multiple of this above it, as captured graphs are.</summary>
    public long GraphStep { get; init; } = 16;

    /// <summary>Longest time per output token of a request that counts as good.</summary>
    public required double DeadlineMs { get; init; }

    /// <summary>Seed of acceptance, of anchors, and of the steps that are simulated again.</summary>
    public ulong Seed { get; init; }

    /// <summary>Share of steps that are simulated again as they were.</summary>
    public double Resimulated { get; init; } = 0.01;

    /// <summary>Most steps that are simulated again.</summary>
    public int MostResimulated { get; init; } = 200;
}
