using AccelSim.Model.Machines;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>
/// The commands of one bus: precharges, activates and columns, each kind in the order of the requests. Within a cycle precharge goes
/// before activate before column, so that a delay of 0 clocks between them is a delay of 0.
/// </summary>
internal sealed class BusCommands(DramTiming timing, BankState[] banks, OperationCounters counters, Action<Chunk, long> served, BusWatch? watch)
{
    private readonly Queue<BusRequest> toPrecharge = new();
    private readonly Queue<BusRequest> toActivate = new();
    private readonly Queue<BusRequest> toTransfer = new();
    private readonly long activateGap = Math.Max(
        timing.BankGroups * timing.ActivateToActivate, Ceiling.Of((long)timing.BankGroups * timing.FourActivates, 4));
    private long lastPrecharge = BankState.Past;
    private long lastActivate = BankState.Past;
    private long lastRead = BankState.Past;
    private long lastWrite = BankState.Past;
    private long columnEnd = BankState.Past;
    private long transferred;

    public void Add(BusRequest request)
    {
        toTransfer.Enqueue(request);
        if (request.Outcome == RowOutcome.Hit) request.ColumnsFrom = BankState.Past;
        else toActivate.Enqueue(request);
        if (request.Outcome == RowOutcome.Conflict) toPrecharge.Enqueue(request);
    }

    public void Tick(long cycle)
    {
        TryPrecharge(cycle);
        TryActivate(cycle);
        TryTransfer(cycle);
    }

    private void TryPrecharge(long cycle)
    {
        if (!toPrecharge.TryPeek(out BusRequest? request)) return;
        // What the bank still has to do for earlier requests is known only when they have transferred all their bursts.
        bool bankIsDone = transferred > request.Predecessor;
        if (!bankIsDone || cycle < lastPrecharge + 1 || cycle < banks[request.Bank].PrechargeableAt(timing)) return;
        toPrecharge.Dequeue();
        request.PrechargedAt = cycle;
        lastPrecharge = cycle;
        watch?.Precharge(request.Bank, cycle);
        counters.Precharges += timing.BankGroups;
    }

    private void TryActivate(long cycle)
    {
        if (!toActivate.TryPeek(out BusRequest? request) || cycle < lastActivate + activateGap) return;
        if (request.Outcome == RowOutcome.Conflict
            && (request.PrechargedAt == StepState.Never || cycle < request.PrechargedAt + timing.Precharge)) return;
        toActivate.Dequeue();
        lastActivate = cycle;
        watch?.Activate(request, cycle);
        banks[request.Bank].Activated = cycle;
        request.ColumnsFrom = cycle + ((timing.BankGroups - 1) * timing.ActivateToActivate)
            + (request.IsWrite ? timing.ActivateToWrite : timing.ActivateToRead);
        counters.Activations += timing.BankGroups;
    }

    /// <summary>One burst of the oldest request.</summary>
    private void TryTransfer(long cycle)
    {
        if (!toTransfer.TryPeek(out BusRequest? request) || cycle < columnEnd || cycle < request.ColumnsFrom) return;
        if (request.BurstsIssued == 0 && cycle < TurnaroundEnd(request)) return;
        if (request.IsWrite) banks[request.Bank].LastWrite = lastWrite = cycle;
        else banks[request.Bank].LastRead = lastRead = cycle;
        columnEnd = cycle + timing.BurstClocks;
        request.BurstsIssued++;
        if (request.BurstsIssued < request.Bursts) return;
        request.ColumnEnd = columnEnd;
        watch?.Columns(request, columnEnd - (request.Bursts * timing.BurstClocks), columnEnd);
        toTransfer.Dequeue();
        transferred++;
        served(request.Chunk, cycle + (request.IsWrite ? timing.WriteLatency : timing.ReadLatency) + timing.BurstClocks);
    }

    private long TurnaroundEnd(BusRequest request) => request.IsWrite
        ? lastRead + timing.ReadToWrite
        : lastWrite + timing.WriteLatency + timing.BurstClocks + timing.WriteToRead;
}
