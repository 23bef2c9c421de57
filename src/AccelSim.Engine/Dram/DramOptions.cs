namespace AccelSim.Engine.Dram;

/// <summary>Rules of the controller that are not the standard's. All defaults are design choices.</summary>
public sealed record DramOptions
{
    public PagePolicy Page { get; init; } = PagePolicy.Open;

    public RefreshMode Refresh { get; init; } = RefreshMode.AllBank;

    /// <summary>Refreshes that may be owed while requests wait.</summary>
    public int Postpone { get; init; }

    /// <summary>Reads, and writes, that a pseudo-channel can queue: enough to open the next rows of a stream in time.</summary>
    public int QueueDepth { get; init; } = 64;

    /// <summary>Writes that start a batch of writes.</summary>
    public int HighWatermark { get; init; } = 48;

    /// <summary>Writes at which a batch ends when reads wait.</summary>
    public int LowWatermark { get; init; } = 16;

    /// <summary>Clocks after which the oldest request goes before row hits.</summary>
    public int StarvationCap { get; init; } = 4000;

    /// <summary>Clocks without use after which the adaptive policy closes a row.</summary>
    public int IdleClocks { get; init; } = 200;
}
