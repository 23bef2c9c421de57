namespace AccelSim.Engine.Timing;

/// <summary>A place that serves one thing at a time (docs/ENGINE.md), as a timeline shows it.</summary>
public enum TimingLane
{
    /// <summary>The cycle in which the Load queue issues its head.</summary>
    LoadIssue,

    /// <summary>Shared-buffer port towards the cores.</summary>
    PortDown,

    /// <summary>Network link of the lead core, from the shared buffer.</summary>
    LinkDown,

    /// <summary>Scratchpad fill port of the lead core.</summary>
    Fill,

    Fetch,

    Gather,

    Dense,

    Select,

    Sparse,

    Rescale,

    Vector,

    /// <summary>Network link of the lead core, to the shared buffer.</summary>
    LinkUp,

    /// <summary>Shared-buffer port towards DRAM.</summary>
    PortUp,
}
