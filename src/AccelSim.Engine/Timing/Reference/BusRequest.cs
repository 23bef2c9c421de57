namespace AccelSim.Engine.Timing.Reference;

/// <summary>What a request finds in its bank, decided at admission.</summary>
internal enum RowOutcome
{
    Hit,
    Miss,
    Conflict,
}

/// <summary>A chunk's share of one bus and how far its commands have come, in DRAM cycles.</summary>
internal sealed class BusRequest(Chunk chunk, bool isWrite, int bank, long row, long bursts)
{
    public Chunk Chunk => chunk;

    public bool IsWrite => isWrite;

    public int Bank => bank;

    public long Row => row;

    public long Bursts => bursts;

    public RowOutcome Outcome { get; set; }

    /// <summary>Number, on the bus, of the latest earlier request to the same bank; -1 for none.</summary>
    public long Predecessor { get; set; }

    public long PrechargedAt { get; set; } = StepState.Never;

    /// <summary>First cycle at which column commands may start; of a hit, what holds for the request that opened the row holds already.</summary>
    public long ColumnsFrom { get; set; } = StepState.Never;

    public long BurstsIssued { get; set; }

    /// <summary>End of the bus time of its last burst; frees its place in the window.</summary>
    public long ColumnEnd { get; set; } = StepState.Never;
}
