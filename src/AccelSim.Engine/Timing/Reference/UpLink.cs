using AccelSim.Model.Machines;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>The Up queue and up link of one core: exchanges end with their arrival, stores go on to the shared-buffer port.</summary>
internal sealed class UpLink(IReadOnlyList<StepState> steps, Machine machine, Scoreboard board, StorePath storePath, Horizon horizon, ITimingObserver? observer)
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
            long arrival = cycle + machine.Network.LatencyTo(machine.Cores);
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
        end = cycle + LinkCycles(step.Step);
        horizon.Expect(end);
        observer?.Busy(TimingLane.LinkUp, cycle, end, step.Index);
    }

    /// <summary>Cycles of the core's own link, or of the link that it shares with most others.</summary>
    private long LinkCycles(in Step step)
    {
        Network network = machine.Network;
        long own = Ceiling.Of(step.BytesPerCore, network.BytesPerCorePerCycle);
        if (network.Topology == NetworkTopology.Crossbar) return own;
        long shared = Math.Min(Math.Max(step.Bytes, step.BytesAllCores), network.CoresBehindLink(machine.Cores) * step.BytesPerCore);
        return Math.Max(own, Ceiling.Of(shared, network.SharedLinkBytesPerCycle));
    }

    public override string ToString() => $"{next} started, {(serving is null ? "idle" : $"busy until {end}")}, {exchanges.Count} exchanges under way";
}
