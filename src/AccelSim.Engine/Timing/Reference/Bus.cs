using AccelSim.Model.Machines;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>
/// One DRAM bus: a FIFO of requests and a window of admitted ones, ticked every DRAM cycle. Requests keep their order in every kind
/// of command, so each kind has its own queue whose head alone may issue.
/// </summary>
internal sealed class Bus
{
    private readonly DramTiming timing;
    private readonly int lookahead;
    private readonly OperationCounters counters;
    private readonly BusCommands commands;
    private readonly BusWatch? watch;
    private readonly BankState[] banks;
    private readonly Queue<BusRequest> arrived = new();
    private readonly Queue<BusRequest> window = new();
    private long admitted;
    private long deadline;
    private long refreshEnd;
    private long refreshesSinceAdmission;

    public Bus(Memory memory, OperationCounters counters, Action<Chunk, long> served, BusWatch? watch = null)
    {
        this.watch = watch;
        timing = memory.Timing;
        if (timing.BurstClocks < 1 || timing.ReadToPrecharge < 1 || memory.Lookahead < 1)
        {
            throw new ArgumentException("burst clocks, read-to-precharge and lookahead are at least 1");
        }
        // Otherwise the next refresh would be due before one is over, for ever.
        if (timing.RefreshInterval <= timing.RefreshCycle + timing.Precharge)
        {
            throw new ArgumentException("a refresh with its precharge is shorter than the refresh interval");
        }
        lookahead = memory.Lookahead;
        this.counters = counters;
        banks = new BankState[timing.BanksPerGroup];
        for (int b = 0; b < banks.Length; b++) banks[b] = new BankState();
        commands = new BusCommands(timing, banks, counters, served, watch);
        deadline = timing.RefreshInterval;
    }

    public void Enqueue(BusRequest request) => arrived.Enqueue(request);

    /// <summary>One DRAM cycle.</summary>
    public void Tick(long cycle)
    {
        while (window.TryPeek(out BusRequest? oldest) && oldest.ColumnEnd <= cycle) window.Dequeue();
        if (cycle < refreshEnd) return;
        if (cycle >= deadline) TryRefresh(cycle);
        else Admit();
        commands.Tick(cycle);
    }

    public override string ToString() => $"{arrived.Count} waiting, {window.Count} in the window, refresh due at {deadline}, refreshing until {refreshEnd}";

    /// <summary>No request is admitted from the deadline until the refresh is over.</summary>
    private void TryRefresh(long cycle)
    {
        if (window.Count > 0) return;
        bool open = false;
        foreach (BankState bank in banks)
        {
            if (bank.Row == BankState.Closed) continue;
            open = true;
            if (cycle < bank.PrechargeableAt(timing)) return;
        }
        refreshEnd = cycle + (open ? timing.Precharge : 0) + timing.RefreshCycle;
        foreach (BankState bank in banks) bank.Row = BankState.Closed;
        watch?.Refresh(cycle, refreshEnd - timing.RefreshCycle, refreshEnd);
        deadline += timing.RefreshInterval;
        refreshesSinceAdmission++;
    }

    private void Admit()
    {
        while (window.Count < lookahead && arrived.TryDequeue(out BusRequest? request))
        {
            BankState bank = banks[request.Bank];
            request.Outcome = bank.Row == request.Row ? RowOutcome.Hit : bank.Row == BankState.Closed ? RowOutcome.Miss : RowOutcome.Conflict;
            request.Predecessor = bank.LastRequest;
            Count(request);
            bank.Row = request.Row;
            bank.LastRequest = admitted++;
            window.Enqueue(request);
            commands.Add(request);
        }
    }

    private void Count(BusRequest request)
    {
        // A refresh that no request follows is not part of the operation.
        watch?.Admit();
        counters.Refreshes += refreshesSinceAdmission;
        refreshesSinceAdmission = 0;
        counters.DramBursts += request.Bursts;
        long first = Math.Min(request.Bursts, timing.BankGroups);
        if (request.Outcome == RowOutcome.Miss) counters.RowMisses += first;
        if (request.Outcome == RowOutcome.Conflict) counters.RowConflicts += first;
        counters.RowHits += request.Outcome == RowOutcome.Hit ? request.Bursts : request.Bursts - first;
    }
}
