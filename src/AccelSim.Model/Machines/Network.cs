namespace AccelSim.Model.Machines;

/// <summary>On-chip network between the shared buffer and the cores; loads and stores have separate links.</summary>
public sealed record Network
{
    /// <summary>Bytes per cycle of the link of one core, each way.</summary>
    public required long BytesPerCorePerCycle { get; init; }

    /// <summary>From the shared buffer to the first core that a transfer meets.</summary>
    public int Latency { get; init; }

    public NetworkTopology Topology { get; init; }

    /// <summary>Bytes per cycle and direction of a link between neighbours of a mesh or ring; 0: as the link of a core.</summary>
    public long BytesPerHopPerCycle { get; init; }

    /// <summary>Cycles from a core to its neighbour on a mesh or ring.</summary>
    public int HopLatency { get; init; }

    /// <summary>Whether bytes for several cores cross a link once; otherwise once for every receiver.</summary>
    public bool Multicast { get; init; } = true;

    /// <summary>Bytes per cycle of the link that most cores share.</summary>
    public long SharedLinkBytesPerCycle => BytesPerHopPerCycle > 0 ? BytesPerHopPerCycle : BytesPerCorePerCycle;

    /// <summary>Cores behind the link that most cores share: one on a crossbar, a column of a mesh, half of a ring.</summary>
    public int CoresBehindLink(int cores) => Topology switch
    {
        NetworkTopology.Mesh => (cores + Columns(cores) - 1) / Columns(cores),
        NetworkTopology.Ring => (cores + 1) / 2,
        _ => 1,
    };

    /// <summary>Cycles to the farthest core; the cohort waits for it.</summary>
    public long LatencyTo(int cores) => Latency + (long)(CoresBehindLink(cores) - 1) * HopLatency;

    private static int Columns(int cores)
    {
        int columns = 1;
        while (columns * columns < cores) columns++;
        return columns;
    }
}
