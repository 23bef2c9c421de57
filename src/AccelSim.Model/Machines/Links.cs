namespace AccelSim.Model.Machines;

/// <summary>Chip-to-chip links of a system.</summary>
public sealed record Links
{
    public LinkTopology Topology { get; init; } = LinkTopology.Switch;

    /// <summary>One-way bytes per second of one chip.</summary>
    public required long BytesPerSecond { get; init; }

    /// <summary>Picoseconds per hop.</summary>
    public required long LatencyPs { get; init; }
}
