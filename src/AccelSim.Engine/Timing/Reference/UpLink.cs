using AccelSim.Model.Machines;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>The Up queue and up link of one core: exchanges end with their arrival, stores go on to the shared-buffer port.</summary>
internal sealed class UpLink(IReadOnlyList<StepState> steps, Network network, Scoreboard board, StorePath storePath, Horizon horizon, ITimingObserver? observer)
{
    private readonly Queue<(StepState Step, long Arrival)> exchanges = new();
    private StepState? serving;
    private int next;
    private long end;

    public StepState? Head => next < steps.Count ? steps[next] : null;

    public void Finish(long cycle)
    {
        if (serving is not null && end == cycle)
        {
            long arrival = cycle + network.Latency;
            horizon.Expect(arrival);
            if (serving.Step.Kind == StepKind.Exchange) exchanges.Enqueue((serving, arrival));
            else storePath.CoreHasSent(serving, arrival);
            serving = null;
        }
        while (exchanges.TryPeek(out var exchange) && exchange.Arrival == cycle) board.CoreIsDone(exchanges.Dequeue().Step, cycle);
    }

    public void Start(long cycle)
    {
        if (serving is not null || Head is not { } step || !board.AreWaitsSatisfied(step)) return;
        next++;
        serving = step;
        end = cycle + Ceiling.Of(step.Step.BytesPerCore, network.BytesPerCorePerCycle);
        horizon.Expect(end);
        observer?.Busy(TimingLane.LinkUp, cycle, end, step.Index);
    }

    public override string ToString() => $"{next} started, {(serving is null ? "idle" : $"busy until {end}")}, {exchanges.Count} exchanges under way";
}
