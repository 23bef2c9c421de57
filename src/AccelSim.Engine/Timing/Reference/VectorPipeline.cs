namespace AccelSim.Engine.Timing.Reference;

/// <summary>The Vector queue and vector unit of one core.</summary>
internal sealed class VectorPipeline(IReadOnlyList<StepState> steps, long latency, Scoreboard board, Horizon horizon, ITimingObserver? observer)
{
    private readonly Queue<(StepState Step, long Done)> results = new();
    private int next;
    private long end;

    /// <summary>First step whose start is yet to come.</summary>
    public StepState? Head => next < steps.Count ? steps[next] : null;

    public bool IsBusy(long cycle) => cycle < end;

    public void Finish(long cycle)
    {
        while (results.TryPeek(out var result) && result.Done == cycle) board.CoreIsDone(results.Dequeue().Step, cycle);
    }

    public void Start(long cycle)
    {
        if (IsBusy(cycle) || Head is not { } step || !board.AreWaitsSatisfied(step)) return;
        next++;
        end = cycle + step.Step.Cycles;
        observer?.Busy(TimingLane.Vector, cycle, end, step.Index);
        results.Enqueue((step, end + latency));
        horizon.Expect(end + latency);
    }

    public override string ToString() => $"{next} started, busy until {end}, {results.Count} results outstanding";
}
