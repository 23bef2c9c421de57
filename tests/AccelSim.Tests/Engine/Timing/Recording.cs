using AccelSim.Engine.Timing;
using AccelSim.Model.Steps;

namespace AccelSim.Tests.Engine.Timing;

/// <summary>Keeps all that a run tells, DRAM events bus by bus.</summary>
internal sealed class Recording : ITimingObserver
{
    public List<(TimingLane Lane, long Start, long End, long Step)> Busies { get; } = [];

    public List<(StepKind Kind, long Step, long Cycle)> Completions { get; } = [];

    public List<(int Bus, long From, long To, long Bursts, bool Write, long Step)> Transfers { get; } = [];

    public List<(int Bus, int Bank, long Row, long Activated, long Closed)> Rows { get; } = [];

    public List<(int Bus, long From, long To)> Refreshes { get; } = [];

    public void Busy(TimingLane lane, long start, long end, long step) => Busies.Add((lane, start, end, step));

    public void Complete(StepKind kind, long step, long cycle) => Completions.Add((kind, step, cycle));

    public void Columns(int firstBus, int endBus, long from, long to, long bursts, bool write, long step)
    {
        for (int bus = firstBus; bus < endBus; bus++) Transfers.Add((bus, from, to, bursts, write, step));
    }

    public void OpenRow(int bus, int bank, long row, long activated, long closed) => Rows.Add((bus, bank, row, activated, closed));

    public void Refresh(int firstBus, int endBus, long from, long to)
    {
        for (int bus = firstBus; bus < endBus; bus++) Refreshes.Add((bus, from, to));
    }

    /// <summary>Everything as sorted lines: equal for equal runs, whatever the order of telling.</summary>
    public IEnumerable<string> Lines() => Busies.Select(b => $"{b}").Concat(Completions.Select(c => $"{c}")).Concat(Transfers.Select(t => $"columns {t}"))
        .Concat(Rows.Select(r => $"row {r}")).Concat(Refreshes.Select(r => $"refresh {r}")).Order(StringComparer.Ordinal);

    public long Sum(TimingLane lane) => Busies.Where(b => b.Lane == lane).Sum(b => b.End - b.Start);
}
