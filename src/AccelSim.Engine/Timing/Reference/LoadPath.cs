using AccelSim.Model.Machines;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>The Load queue and the shared-buffer port down to the cores.</summary>
internal sealed class LoadPath(Machine machine, IReadOnlyList<StepState> loads, Scoreboard board, Horizon horizon, ITimingObserver? observer)
{
    private readonly Place<Chunk> port = new(horizon, observer is null ? null : (chunk, start, end) => observer!.Busy(TimingLane.PortDown, start, end, chunk.Step.Index));
    private readonly Queue<Chunk> entering = new(), inFlight = new();
    private long inFlightBytes;
    private int next;

    public StepState? Head => next < loads.Count ? loads[next] : null;

    /// <summary>Chunks that end at the port go to the links of all cores.</summary>
    public void Finish(long cycle, Core[] cores)
    {
        Chunk? chunk = port.Finish(cycle);
        if (chunk is null) return;
        if (chunk.IsLast) chunk.Step.PortEnd = cycle;
        if (chunk.Step.Step.StopsAtSharedBuffer)
        {
            if (!chunk.IsLast) return;
            chunk.Step.Arrival = cycle;
            board.Complete(chunk.Step, cycle);
            return;
        }
        foreach (Core core in cores) core.Receive(chunk, cycle);
    }

    /// <summary>Issues the head of the queue if it may; returns the chunks that enter DRAM at this cycle, all of one load.</summary>
    public List<Chunk> Enter(long cycle)
    {
        Issue(cycle);
        while (inFlight.TryPeek(out Chunk? oldest) && oldest.AtPort!.From <= cycle) inFlightBytes -= inFlight.Dequeue().Bytes;
        var chunks = new List<Chunk>();
        while (entering.TryPeek(out Chunk? chunk) && MayEnter(chunk))
        {
            entering.Dequeue();
            chunks.Add(chunk);
            inFlight.Enqueue(chunk);
            inFlightBytes += chunk.Bytes;
        }
        return chunks;
    }

    private bool MayEnter(Chunk chunk) =>
        machine.Dma is not { } dma || inFlight.Count == 0 || inFlightBytes + chunk.Bytes <= dma.OutstandingBytes;

    /// <summary>The load goes to DRAM unless its bytes are in the shared buffer.</summary>
    private void Issue(long cycle)
    {
        if (entering.Count > 0 || Head is not { } load || !board.AreWaitsSatisfied(load)) return;
        next++;
        // The next issue may come one cycle later, so the machine is not stuck at the end of this one.
        horizon.Expect(cycle + 1);
        observer?.Busy(TimingLane.LoadIssue, cycle, cycle + 1, load.Index);
        List<Chunk> chunks = Chunk.Cut(load, AddressMap.ChunkBytes(machine.Memory));
        foreach (Chunk chunk in chunks)
        {
            chunk.AtPort = new Visit<Chunk>(chunk, Ceiling.Of(chunk.PortBytes(machine.Network), machine.SharedBuffer.PortBytesPerCycle));
            port.Enqueue(chunk.AtPort);
            if (load.Step.FromSharedBuffer) SetData(chunk, cycle + machine.SharedBuffer.Latency);
            else entering.Enqueue(chunk);
        }
    }

    /// <summary>The bytes of a chunk are in the shared buffer from this cycle on.</summary>
    public void SetData(Chunk chunk, long cycle)
    {
        chunk.AtPort!.From = cycle;
        if (chunk.IsLast) chunk.Step.DataAt = cycle;
        horizon.Expect(cycle);
    }

    public void Start(long cycle) => port.Start(cycle);

    public override string ToString() => $"shared-buffer port down: {port}; DMA: {entering.Count} chunks to enter DRAM, {inFlightBytes} bytes under way";
}
