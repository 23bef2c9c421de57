namespace AccelSim.Engine.Dram;

/// <summary>State of one pseudo-channel under the controller.</summary>
internal sealed class PseudoChannel
{
    public const int Reads = 0, Writes = 1;

    /// <summary>Later than anything.</summary>
    public const long Never = long.MaxValue / 4;

    public PseudoChannel(int number, int banks, DramOptions options, RequestSource source)
    {
        Number = number;
        Queues = [new RequestQueue(options.QueueDepth, banks), new RequestQueue(options.QueueDepth, banks)];
        Open = new int[banks];
        Array.Fill(Open, -1);
        LastUse = new long[banks];
        RowReady = new long[banks];
        Total = source.Count(number);
    }

    public int Number { get; }

    public RequestQueue[] Queues { get; }

    /// <summary>Whether reads or writes are served.</summary>
    public int Mode;

    /// <summary>Open row per bank, -1 when closed.</summary>
    public readonly int[] Open;

    /// <summary>Banks with an open row.</summary>
    public ulong OpenBanks;

    /// <summary>Time of the last column command per bank.</summary>
    public readonly long[] LastUse;

    /// <summary>Lower bound per bank of the time of its next activate or precharge, whichever its state asks for.</summary>
    public readonly long[] RowReady;

    /// <summary>Deadline of the oldest refresh not yet done.</summary>
    public long Due;

    /// <summary>Bank of the next per-bank refresh.</summary>
    public int RefreshBank;

    /// <summary>Requests of the line that have entered the queues.</summary>
    public long Taken;

    public readonly long Total;

    /// <summary>The next request of the line, where there is one.</summary>
    public DramRequest Head;

    public bool HasHead;

    // Lower bounds of the time at which a column, row, closing or refresh command may be possible; a change that may bring it forward lowers them.
    public long ColumnWake, RowWake, CloseWake = Never, RefreshWake = Never;

    /// <summary>Whether an all-bank refresh holds back everything else.</summary>
    public bool IsHeld;

    public bool IsEmpty => Queues[Reads].Count == 0 && Queues[Writes].Count == 0;

    public bool IsDone => IsEmpty && !HasHead;

    public void Wake() => ColumnWake = RowWake = 0;
}
