namespace AccelSim.Model.Machines;

/// <summary>Off-chip memory of one chip.</summary>
public sealed record Memory
{
    public required DramTiming Timing { get; init; }

    /// <summary>Channels of the standard, each with all its pseudo-channels.</summary>
    public required int Channels { get; init; }

    public required long CapacityBytes { get; init; }

    /// <summary>Row-sized requests per pseudo-channel that the controller looks ahead to open rows.</summary>
    public int Lookahead { get; init; } = 8;

    /// <summary>Bytes that go to one pseudo-channel before the address moves to the next.</summary>
    public required int InterleaveBytes { get; init; }

    /// <summary>Fixed core cycles from the DMA to the controller and back, added to every read.</summary>
    public int LatencyCycles { get; init; }

    public int Buses => Channels * Timing.PseudoChannels;

    /// <summary>Bytes after which the address map returns to bus 0; tensors and tiles start on a multiple of it.</summary>
    public long StripeBytes => (long)InterleaveBytes * Buses;

    /// <summary>Bytes that travel together through the memory path: one bank's row on every bus.</summary>
    public long ChunkBytes => (long)Timing.RowBytes * Buses;

    /// <summary>The next stripe boundary at or after a number of bytes.</summary>
    public long AlignToStripe(long bytes) => (bytes + StripeBytes - 1) / StripeBytes * StripeBytes;

    /// <summary>Pin bandwidth of the chip, bytes per second.</summary>
    public double PeakBytesPerSecond => Buses * Timing.PeakBytesPerSecond;
}
