using AccelSim.Model.Machines;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>One core: its down link, scratchpad fill port, tensor pipeline, vector unit and up link.</summary>
internal sealed class Core(Machine machine, TensorPipeline tensor, VectorPipeline vector, UpLink up, Scoreboard board, Horizon horizon, ITimingObserver? observer)
{
    /// <summary>Down link, fill port, six tensor stages, vector unit, up link.</summary>
    public const int Components = 10;

    private readonly Place<Chunk> link = new(horizon, Told(TimingLane.LinkDown, observer));
    private readonly Place<Chunk> fillPort = new(horizon, Told(TimingLane.Fill, observer));

    public TensorPipeline Tensor => tensor;

    public VectorPipeline Vector => vector;

    public UpLink Up => up;

    /// <summary>A chunk has left the shared-buffer port for this core.</summary>
    public void Receive(Chunk chunk, long cycle) =>
        link.Enqueue(new Visit<Chunk>(chunk, chunk.LinkCycles(machine.Network, machine.Cores)) { From = cycle });

    public void Finish(long cycle)
    {
        if (link.Finish(cycle) is { } sent) SendToScratchpad(sent, cycle + machine.Network.LatencyTo(machine.Cores));
        if (fillPort.Finish(cycle) is { IsLast: true } filled) board.CoreIsDone(filled.Step, cycle);
        tensor.Finish(cycle);
        vector.Finish(cycle);
        up.Finish(cycle);
    }

    public void Start(long cycle)
    {
        link.Start(cycle);
        fillPort.Start(cycle);
        tensor.Start(cycle);
        vector.Start(cycle);
        up.Start(cycle);
    }

    public override string ToString() => $"link down: {link}; fill port: {fillPort}; {tensor}; vector: {vector}; link up: {up}";

    private static Action<Chunk, long, long>? Told(TimingLane lane, ITimingObserver? observer) =>
        observer is null ? null : (chunk, start, end) => observer.Busy(lane, start, end, chunk.Step.Index);

    private void SendToScratchpad(Chunk chunk, long arrival)
    {
        if (chunk.IsLast) chunk.Step.Arrival = arrival;
        horizon.Expect(arrival);
        fillPort.Enqueue(new Visit<Chunk>(chunk, Ceiling.Of(chunk.CoreBytes, machine.Scratchpad.PortBytesPerCycle)) { From = arrival });
    }
}
