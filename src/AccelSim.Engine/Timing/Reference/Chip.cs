using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>
/// All components of one chip. A cycle has two phases: first everything that ends at this cycle ends, so that registers and places
/// are up to date; then everything that may start starts, in the direction in which data flow.
/// </summary>
internal sealed class Chip
{
    /// <summary>Load queue and the two shared-buffer ports.</summary>
    private const int SharedComponents = 3;

    private readonly Machine machine;
    private readonly OperationCounters counters;
    private readonly Horizon horizon = new();
    private readonly Scoreboard board;
    private readonly LoadPath loadPath;
    private readonly StorePath storePath;
    private readonly MemorySystem memory;
    private readonly Core[] cores;
    private readonly CycleLabeller labeller;
    private readonly long launchCycles;
    private long ahead;
    private StepState? leavingPort;

    public Chip(Machine machine, IReadOnlyList<TokenTiming> tokens, StepStream stream, OperationCounters counters, ITimingObserver? observer)
    {
        this.machine = machine;
        this.counters = counters;
        launchCycles = machine.LaunchCycles;
        board = new Scoreboard(machine.Cores, stream.All, observer);
        loadPath = new LoadPath(machine, stream.Loads, board, horizon, observer);
        storePath = new StorePath(machine, horizon, observer);
        memory = new MemorySystem(machine, loadPath, counters, horizon, observer);
        cores = new Core[machine.Cores];
        for (int c = 0; c < cores.Length; c++)
        {
            // The lead core speaks for all.
            ITimingObserver? told = c == 0 ? observer : null;
            var tensor = new TensorPipeline(new FetchQueue(stream.Tensors, tokens), board, horizon, told);
            var vector = new VectorPipeline(stream.Vectors, machine.VectorUnit.Latency, board, horizon, told);
            var up = new UpLink(stream.Ups, machine, board, storePath, horizon, told);
            cores[c] = new Core(machine, tensor, vector, up, board, horizon, told);
        }
        labeller = new CycleLabeller(cores[0].Tensor, cores[0].Vector, board, launchCycles);
    }

    public long ComponentTicks =>
        (counters.Cycles * (SharedComponents + ((long)Core.Components * cores.Length))) + (memory.Cycles * memory.Buses.Count);

    /// <summary>Ends what ends at this cycle; true when nothing is left to do.</summary>
    public bool Finish(long cycle)
    {
        memory.RunTo(cycle);
        memory.Finish(cycle, board);
        leavingPort = storePath.Finish(cycle);
        if (leavingPort is { Step.StopsAtSharedBuffer: true })
        {
            board.Complete(leavingPort, cycle);
            leavingPort = null;
        }
        loadPath.Finish(cycle, cores);
        foreach (Core core in cores) core.Finish(cycle);
        return board.AllComplete;
    }

    /// <summary>
    /// To be called when all is complete: tells the observer what is still open, and leaves to the launch of the next operation those last cycles in which
    /// only its weights were under way.
    /// </summary>
    public void Close(long cycle)
    {
        memory.Close(cycle);
        long launching = Math.Min(ahead, launchCycles);
        counters.Cycles -= launching;
        counters.Stalls[(int)StallCause.Dram] -= launching;
    }

    /// <summary>Starts what may start at this cycle, and counts the cycle; to follow <see cref="Finish"/>.</summary>
    public void Start(long cycle)
    {
        if (cycle >= launchCycles)
        {
            EnterMemory(cycle, leavingPort);
            loadPath.Start(cycle);
            foreach (Core core in cores) core.Start(cycle);
            storePath.Start(cycle);
        }
        Count(cycle);
        if (cycle >= launchCycles && horizon.Latest <= cycle && !memory.IsBusy)
        {
            throw new DeadlockException(cycle, DeadlockReport.Write(board, loadPath, cores, storePath, memory));
        }
    }

    /// <summary>What enters DRAM at this cycle, at most one load and one store, in stream order.</summary>
    private void EnterMemory(long cycle, StepState? store)
    {
        List<Chunk> read = loadPath.Enter(cycle);
        bool loadFirst = read.Count > 0 && store is not null && read[0].Step.Index < store.Index;
        if (loadFirst) memory.Enter(read);
        if (store is not null)
        {
            List<Chunk> written = Chunk.Cut(store, AddressMap.ChunkBytes(machine.Memory));
            store.ChunksLeft = written.Count;
            memory.Enter(written);
        }
        if (!loadFirst) memory.Enter(read);
    }

    private void Count(long cycle)
    {
        counters.Cycles++;
        if (board.OnlyNextWeightsLeft) ahead++;
        TensorPipeline tensor = cores[0].Tensor;
        if (tensor.Dense.IsBusy(cycle)) counters.DenseBusyCycles++;
        if (tensor.Sparse.IsBusy(cycle)) counters.SparseBusyCycles++;
        if (tensor.Rescale.IsBusy(cycle)) counters.RescaleBusyCycles++;
        if (cores[0].Vector.IsBusy(cycle)) counters.VectorBusyCycles++;
        counters.Tokens = tensor.Dense.Started;
        if (labeller.IsCompute(cycle)) counters.ComputeCycles++;
        else counters.Stalls[(int)labeller.Cause(cycle)]++;
    }
}
