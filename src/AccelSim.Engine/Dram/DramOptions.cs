namespace AccelSim.Engine.Dram;

/// <summary>What becomes of a row after its last queued request.</summary>
public enum PagePolicy
{
    /// <summary>It stays open until another row of its bank is needed.</summary>
    Open,

    /// <summary>The last queued request of the row precharges it.</summary>
    Closed,

    /// <summary>It is precharged after a time without use.</summary>
    Adaptive,
}

/// <summary>How cells are refreshed.</summary>
public enum RefreshMode
{
    AllBank,
    PerBank,
    None,
}

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
