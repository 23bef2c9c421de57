using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>All buses of the chip's memory, in their own clock domain.</summary>
internal sealed class MemorySystem
{
    private readonly Memory memory;
    private readonly AddressMap map;
    private readonly ClockRatio clock;
    private readonly Bus[] buses;
    private readonly LoadPath loadPath;
    private readonly Horizon horizon;
    private readonly PriorityQueue<StepState, (long End, int Index)> writes = new();
    private readonly OpenRows? rows;
    private long dramCycle;
    private long requestsLeft;

    public MemorySystem(Machine machine, LoadPath loadPath, OperationCounters counters, Horizon horizon, ITimingObserver? observer)
    {
        memory = machine.Memory;
        map = new AddressMap(memory);
        clock = ClockRatio.Of(machine);
        this.loadPath = loadPath;
        this.horizon = horizon;
        buses = new Bus[memory.Buses];
        if (observer is not null) rows = new OpenRows(memory, observer);
        for (int b = 0; b < buses.Length; b++) buses[b] = new Bus(memory, counters, Served, rows is null ? null : new BusWatch(b, rows));
    }

    public IReadOnlyList<Bus> Buses => buses;

    public bool IsBusy => requestsLeft > 0;

    /// <summary>DRAM cycles so far.</summary>
    public long Cycles => dramCycle;

    /// <summary>Ticks all buses through the DRAM cycles that lie before a core cycle: what enters at that core cycle comes after them.</summary>
    public void RunTo(long cycle)
    {
        for (long end = clock.ToDram(cycle); dramCycle < end; dramCycle++)
        {
            foreach (Bus bus in buses) bus.Tick(dramCycle);
        }
    }

    /// <summary>Completes the stores whose last burst ends at this core cycle.</summary>
    public void Finish(long cycle, Scoreboard board)
    {
        while (writes.TryPeek(out StepState? store, out var due) && due.End == cycle)
        {
            writes.Dequeue();
            board.Complete(store, cycle);
        }
    }

    /// <summary>Chunks of a load or store enter the queues of their buses.</summary>
    public void Enter(List<Chunk> chunks)
    {
        foreach (Chunk chunk in chunks)
        {
            bool isWrite = chunk.Step.Step.Kind == StepKind.Store;
            BusRequest?[] requests = map.Requests(chunk, isWrite);
            for (int b = 0; b < buses.Length; b++)
            {
                if (requests[b] is not { } request) continue;
                chunk.RequestsLeft++;
                requestsLeft++;
                buses[b].Enqueue(request);
            }
        }
    }

    /// <summary>The run ends at this core cycle.</summary>
    public void Close(long cycle) => rows?.Finish(clock.ToDram(cycle));

    private void Served(Chunk chunk, long end)
    {
        requestsLeft--;
        chunk.LastBurstEnd = Math.Max(chunk.LastBurstEnd, end);
        chunk.RequestsLeft--;
        if (chunk.RequestsLeft > 0) return;
        long seen = clock.ToCore(chunk.LastBurstEnd);
        if (chunk.Step.Step.Kind == StepKind.Load) loadPath.SetData(chunk, seen + memory.LatencyCycles);
        else Written(chunk.Step, seen);
    }

    private void Written(StepState store, long cycle)
    {
        store.WrittenAt = Math.Max(store.WrittenAt, cycle);
        store.ChunksLeft--;
        if (store.ChunksLeft > 0) return;
        horizon.Expect(store.WrittenAt);
        writes.Enqueue(store, (store.WrittenAt, store.Index));
    }
}
