using AccelSim.Model.Dram;

namespace AccelSim.Engine.Dram;

/// <summary>
/// Serves the requests of one channel command by command: first ready, first come, first served, as docs/DRAM.md says in full. It visits only clocks at
/// which something may happen; a visit at which nothing is issued changes nothing, so bounds on the next event may be early, but never late.
/// </summary>
public sealed partial class ChannelController
{
    private readonly CommandTable table;
    private readonly DramOptions options;
    private readonly RequestSource source;
    private readonly Action<IssuedCommand>? log;
    private readonly CommandTimes times;
    private readonly PseudoChannel[] pseudos;
    private readonly int[] lastServed;
    private readonly int refreshInterval, readEnd, writeEnd, burst;
    private readonly bool sharedBuses;
    private long time;

    /// <param name="table">The standard.</param>
    /// <param name="options">Rules of the controller.</param>
    /// <param name="source">Requests.</param>
    /// <param name="log">Told of every command; null when nobody listens.</param>
    /// <exception cref="ArgumentException">The options ask for something that the standard has not.</exception>
    public ChannelController(CommandTable table, DramOptions options, RequestSource source, Action<IssuedCommand>? log = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        if (Refusal(table, options) is { } refusal) throw new ArgumentException(refusal, nameof(options));
        (this.table, this.options, this.source, this.log) = (table, options, source, log);
        times = new CommandTimes(table);
        pseudos = [.. Enumerable.Range(0, table.PseudoChannels).Select(p => new PseudoChannel(p, table.Banks, options, source))];
        lastServed = new int[table.Buses.Length];
        Array.Fill(lastServed, table.PseudoChannels - 1);
        refreshInterval = table.RefreshInterval(options.Refresh);
        burst = table.Timing.BurstClocks;
        (readEnd, writeEnd) = (table.Timing.ReadLatency + burst, table.Timing.WriteLatency + burst);
        sharedBuses = table.Protocol.BusScope == DramLevel.Channel;
        foreach (PseudoChannel pseudo in pseudos)
        {
            pseudo.Due = options.Refresh == RefreshMode.None ? PseudoChannel.Never : refreshInterval;
            Fetch(pseudo);
        }
    }

    /// <summary>What the channel has done so far.</summary>
    public DramCounters Counters { get; private set; } = new();

    /// <summary>Why a standard cannot be driven with some options, or null.</summary>
    public static string? Refusal(CommandTable table, DramOptions options)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(options);
        string name = table.Timing.Standard;
        if (options.Refresh == RefreshMode.PerBank && !table.Protocol.Has(DramCommand.RefreshBank)) return $"{name} has no per-bank refresh (REFpb)";
        if (options.Page == PagePolicy.Closed && !table.Protocol.Has(DramCommand.ReadPrecharge)) return $"{name} has no commands that precharge by themselves (RDA, WRA)";
        if (options.Postpone > table.Protocol.MostPostponed) return $"{name} lets {table.Protocol.MostPostponed} refreshes be owed at most";
        if (table.Banks > RequestQueue.Most) return $"{name} has {table.Banks} banks in a pseudo-channel; the controller handles {RequestQueue.Most} at most";
        if (options.QueueDepth > RequestQueue.Most) return $"a queue of {options.QueueDepth} requests is too deep; {RequestQueue.Most} is the most";
        return null;
    }

    /// <summary>Serves everything.</summary>
    public DramCounters Run()
    {
        while (!IsDone) Step();
        return Counters;
    }

    /// <summary>Whether every request has been served.</summary>
    internal bool IsDone
    {
        get
        {
            foreach (PseudoChannel pseudo in pseudos)
                if (!pseudo.IsDone) return false;
            return true;
        }
    }

    /// <summary>One visit: admissions, at most one command per bus, and on to the next time at which something may happen.</summary>
    internal void Step()
    {
        foreach (PseudoChannel pseudo in pseudos)
        {
            if (pseudo.HasHead) Admit(pseudo);
            ChooseMode(pseudo);
            Press(pseudo);
        }
        time = ServeBuses() ? time + 1 : Math.Max(time + 1, NextEvent());
    }

    private bool ServeBuses()
    {
        bool issued = false;
        if (sharedBuses)
        {
            for (int bus = 0; bus < lastServed.Length; bus++)
            {
                for (int i = 0, p = lastServed[bus]; i < pseudos.Length; i++)
                {
                    if (++p >= pseudos.Length) p = 0;
                    if (!Serve(pseudos[p], table.Buses[bus])) continue;
                    lastServed[bus] = p;
                    issued = true;
                    break;
                }
            }
            return issued;
        }
        foreach (PseudoChannel pseudo in pseudos)
            foreach (int bus in table.Buses) issued |= Serve(pseudo, bus);
        return issued;
    }

    private long NextEvent()
    {
        long next = PseudoChannel.Never;
        foreach (PseudoChannel pseudo in pseudos)
        {
            if (pseudo.HasHead && !pseudo.Queues[pseudo.Head.IsWrite ? 1 : 0].IsFull) next = Math.Min(next, pseudo.Head.Arrival);
            next = Math.Min(next, pseudo.RefreshWake);
            if (!pseudo.IsHeld) next = Math.Min(Math.Min(next, pseudo.CloseWake), Math.Min(pseudo.ColumnWake, pseudo.RowWake));
            long owed = Owed(pseudo);
            if (pseudo.Due < PseudoChannel.Never) next = Math.Min(next, pseudo.Due + owed * refreshInterval);
        }
        return next;
    }

    private long Owed(PseudoChannel pseudo) => time < pseudo.Due ? 0 : (time - pseudo.Due) / refreshInterval + 1;

    private void Fetch(PseudoChannel pseudo)
    {
        pseudo.HasHead = pseudo.Taken < pseudo.Total;
        if (pseudo.HasHead) pseudo.Head = source.Next(pseudo.Number, pseudo.Taken);
    }

    /// <summary>Lets requests of the line into the queues as long as the first has arrived and finds room.</summary>
    private void Admit(PseudoChannel pseudo)
    {
        while (pseudo.HasHead && pseudo.Head.Arrival <= time)
        {
            int direction = pseudo.Head.IsWrite ? PseudoChannel.Writes : PseudoChannel.Reads;
            RequestQueue queue = pseudo.Queues[direction];
            if (queue.IsFull) return;
            int bank = pseudo.Head.Bank;
            bool isHit = pseudo.Open[bank] == pseudo.Head.Row, isFirst = queue.OfBank[bank] == 0;
            queue.Add(pseudo.Head, pseudo.Taken++, time, isHit);
            if (isHit) pseudo.ColumnWake = 0;
            else if (isFirst) pseudo.RowWake = Math.Min(pseudo.RowWake, RowReady(pseudo, bank));
            // The first of its queue may be kept waiting: the end of its patience is among the row events.
            if (queue.Count == 1) pseudo.RowWake = Math.Min(pseudo.RowWake, time + options.StarvationCap);
            Fetch(pseudo);
        }
    }

    /// <summary>Reads are served until writes fill their queue to the high mark or nothing else waits; writes until the low mark while reads wait.</summary>
    private void ChooseMode(PseudoChannel pseudo)
    {
        int reads = pseudo.Queues[PseudoChannel.Reads].Count, writes = pseudo.Queues[PseudoChannel.Writes].Count;
        bool change = pseudo.Mode == PseudoChannel.Reads
            ? writes >= options.HighWatermark || (reads == 0 && writes > 0)
            : writes == 0 || (reads > 0 && writes <= options.LowWatermark);
        if (!change || (pseudo.Mode == PseudoChannel.Writes && reads == 0)) return;
        pseudo.Mode = 1 - pseudo.Mode;
        pseudo.Wake();
    }
}
