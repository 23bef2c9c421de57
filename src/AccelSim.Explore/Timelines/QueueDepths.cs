using AccelSim.Engine.Timing;
using AccelSim.Model.Steps;

namespace AccelSim.Explore.Timelines;

/// <summary>
/// How many steps of each queue are under way (issued and not complete), and how long its head had to wait. Engines tell of completions in an
/// order of their own, so changes are held back until no earlier one can come; only steps under way are remembered.
/// </summary>
internal sealed class QueueDepths(Action<StepQueue, long, long> changed, Action<StepQueue, long, long, long> waited)
{
    private readonly State[] queues = [.. Enum.GetValues<StepQueue>().Select(_ => new State())];

    /// <summary>Which queue a place takes its steps from, or null for a later place of the path.</summary>
    public static StepQueue? Of(TimingLane lane) => lane switch
    {
        TimingLane.LoadIssue => StepQueue.Load,
        TimingLane.Fetch => StepQueue.Tensor,
        TimingLane.Vector => StepQueue.Vector,
        TimingLane.LinkUp => StepQueue.Up,
        _ => null,
    };

    public static StepQueue Of(StepKind kind) => kind switch
    {
        StepKind.Load => StepQueue.Load,
        StepKind.Tensor => StepQueue.Tensor,
        StepKind.Vector => StepQueue.Vector,
        _ => StepQueue.Up,
    };

    /// <summary>The first place of a queue serves a step in [start, end).</summary>
    public void Serve(StepQueue queue, long start, long end, long step)
    {
        State state = queues[(int)queue];
        if (state.Last != step)
        {
            if (start > state.End) waited(queue, state.End, start, step);
            state.Last = step;
            state.Open.Add(step, start);
            state.Changes.Enqueue(1, (start, 1));
        }
        state.End = end;
    }

    public void Complete(StepQueue queue, long step, long cycle)
    {
        State state = queues[(int)queue];
        state.Open.Remove(step);
        state.Changes.Enqueue(-1, (cycle, 0));
        // Nothing still to come is before the start of an open step, or of the latest one.
        Flush(queue, state, state.Open.Count > 0 ? state.Open.Values.Min() : state.End);
    }

    public void Finish()
    {
        foreach (StepQueue queue in Enum.GetValues<StepQueue>()) Flush(queue, queues[(int)queue], long.MaxValue);
    }

    private void Flush(StepQueue queue, State state, long until)
    {
        while (state.Changes.TryPeek(out int change, out (long Cycle, int) at) && at.Cycle < until)
        {
            state.Changes.Dequeue();
            state.Depth += change;
            // One report a cycle: the next change may be of the same.
            if (!state.Changes.TryPeek(out _, out (long Cycle, int) next) || next.Cycle != at.Cycle) changed(queue, at.Cycle, state.Depth);
        }
    }

    private sealed class State
    {
        public long Last { get; set; } = -1;

        public long End { get; set; }

        public long Depth { get; set; }

        public Dictionary<long, long> Open { get; } = [];

        public PriorityQueue<int, (long Cycle, int Order)> Changes { get; } = new();
    }
}
