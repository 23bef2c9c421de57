using AccelSim.Engine.Timing;
using AccelSim.Model.Machines;
using AccelSim.Model.Steps;

namespace AccelSim.Explore.Timelines;

/// <summary>Turns what an engine tells into spans on lanes, within a window; remembers only the steps under way.</summary>
internal sealed class TimelineObserver : ITimingObserver
{
    private readonly Memory memory;
    private readonly ITimelineSink sink;
    private readonly TimelineOptions options;
    private readonly long from, to, dramFrom, dramTo;
    private readonly Dictionary<long, string> names = [];
    private readonly QueueDepths depths;

    /// <summary>Shows what starts in [from, to) core cycles.</summary>
    public TimelineObserver(Machine machine, ITimelineSink sink, TimelineOptions options, long from, long to)
    {
        (memory, this.sink, this.options, this.from, this.to) = (machine.Memory, sink, options, from, to);
        ClockRatio clock = ClockRatio.Of(machine);
        (dramFrom, dramTo) = (clock.ToDram(from), clock.ToDram(to));
        depths = new QueueDepths(
            (queue, cycle, steps) => { if (cycle >= from && cycle <= to) sink.Depth(queue, cycle, steps); },
            (queue, start, end, step) => { if (Within(start)) sink.Span(TimelineLane.Of(queue), new TimelineSpan($"{Name(step)} waits", start, end, false, step, default)); });
    }

    /// <summary>Spans shown.</summary>
    public long Spans { get; private set; }

    /// <summary>Passes a stream on and remembers what its steps are called.</summary>
    public IEnumerable<Step> Watch(IEnumerable<Step> steps)
    {
        long number = 0;
        foreach (Step step in steps)
        {
            names[number++] = NameOf(step);
            yield return step;
        }
    }

    public void Busy(TimingLane lane, long start, long end, long step)
    {
        if (QueueDepths.Of(lane) is { } queue) depths.Serve(queue, start, end, step);
        if (Within(start)) Show(TimelineLane.Of(lane), new TimelineSpan(Name(step), start, end, false, step, default));
    }

    public void Complete(StepKind kind, long step, long cycle)
    {
        depths.Complete(QueueDepths.Of(kind), step, cycle);
        names.Remove(step);
    }

    public void Columns(int firstBus, int endBus, long from, long to, long bursts, bool write, long step)
    {
        if (!WithinDram(from)) return;
        for (int bus = Math.Max(firstBus, options.FirstBus); bus < endBus && options.Shows(bus); bus++)
            Show(TimelineLane.Bus(memory, bus), new TimelineSpan(Name(step), from, to, true, step, ("bursts", bursts)));
    }

    public void OpenRow(int bus, int bank, long row, long activated, long closed)
    {
        if (options.Shows(bus) && WithinDram(activated))
            Show(TimelineLane.Bank(memory, bus, bank), new TimelineSpan($"row {row}", activated, closed, true, -1, ("row", row)));
    }

    public void Refresh(int firstBus, int endBus, long from, long to)
    {
        if (!WithinDram(from)) return;
        for (int bus = Math.Max(firstBus, options.FirstBus); bus < endBus && options.Shows(bus); bus++)
            Show(TimelineLane.Refresh(memory, bus), new TimelineSpan("refresh", from, to, true, -1, default));
    }

    /// <summary>The run is over.</summary>
    public void Finish() => depths.Finish();

    private void Show(TimelineLane lane, in TimelineSpan span)
    {
        Spans++;
        sink.Span(lane, span);
    }

    private bool Within(long cycle) => cycle >= from && cycle < to;

    private bool WithinDram(long cycle) => cycle >= dramFrom && cycle < dramTo;

    private string Name(long step) => names.GetValueOrDefault(step, "step");

    private static string NameOf(in Step step) => step.Kind switch
    {
        StepKind.Load => "load " + Words($"{step.Operand}"),
        StepKind.Store => "store " + Words($"{step.Operand}"),
        StepKind.Exchange => "exchange",
        _ => Words($"{step.Work}"),
    };

    private static string Words(string pascal) => string.Concat(pascal.Select((c, i) => char.IsUpper(c) && i > 0 ? " " + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
