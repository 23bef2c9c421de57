using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>
/// One run of the fast engine. Tensor, vector and up steps are timed as soon as their waits are; memory transfers in order of their entry time.
/// Why that order is right: a load stands in the stream just before the tensor step that needs it, so everything behind it happens later;
/// everything before it is either timed or waits for a store that is the other candidate (docs/SHORTCUTS.md, S3).
/// </summary>
internal sealed partial class FastRun
{
    private const int PullAtOnce = 32;

    private readonly Machine machine;
    private readonly IReadOnlyList<TokenTiming> table;
    private readonly IEnumerator<Step> stream;
    private readonly ITimingObserver? observer;
    private readonly BusObserver? busObserver;
    private readonly FastMemory memory;
    private readonly NetworkLoad network;
    private readonly LoadPath path;
    private readonly CycleLabels labels;
    private readonly TokenPipeline pipeline;
    private readonly RegisterTimes registers;
    private readonly StepCounts counts;
    private readonly StepQueue loads, tensors, vectors, ups, stores;
    private readonly Queue<long> storeTimes;
    private readonly long launch;
    private long[] storeChunks = new long[16];
    private long numbers, lastIssue, vectorEnd, upLinkEnd, upPortEnd, end, results, stored, prefetched;
    private bool streamEnded, holding;

    public FastRun(Machine machine, IReadOnlyList<TokenTiming> table, IEnumerator<Step> stream, ITimingObserver? observer = null)
    {
        (this.machine, this.table, this.stream, this.observer) = (machine, table, stream, observer);
        (labels, registers, storeTimes) = (new(), new(), new());
        (loads, tensors, vectors, ups, stores) = (new(), new(), new(), new(), new());
        if (observer is not null) busObserver = new BusObserver(new OpenRows(machine.Memory, observer));
        launch = machine.LaunchCycles;
        lastIssue = launch - 1;
        memory = new FastMemory(machine.Memory, ClockRatio.Of(machine), busObserver);
        network = new NetworkLoad(machine);
        counts = new StepCounts(table, network.Multicast);
        path = new LoadPath(machine, memory, network, observer);
        pipeline = new TokenPipeline(labels, launch, DeepestQueue(machine), observer);
    }

    /// <summary>A run in the same state whose stream ends where the other one's stands; it counts nothing that came before, and has no observer.</summary>
    private FastRun(FastRun other)
    {
        (machine, table, stream, streamEnded, launch) = (other.machine, other.table, other.stream, true, other.launch);
        (labels, registers, storeTimes) = (new(other.labels), new(other.registers), new(other.storeTimes));
        (loads, tensors, vectors, ups, stores) = (new(other.loads), new(other.tensors), new(other.vectors), new(other.ups), new(other.stores));
        (memory, network) = (new(other.memory), other.network);
        counts = new StepCounts(table, network.Multicast);
        (path, pipeline) = (new(other.path, memory), new(other.pipeline, labels));
        (numbers, lastIssue, vectorEnd, upLinkEnd) = (other.numbers, other.lastIssue, other.vectorEnd, other.upLinkEnd);
        (upPortEnd, end, results, stored, prefetched) = (other.upPortEnd, other.end, other.results, other.stored, other.prefetched);
    }

    /// <summary>Counts of the steps taken from the stream so far; times are filled in at the end.</summary>
    public OperationCounters Counters => counts.Counters;

    /// <summary>Tensor steps taken from the stream so far.</summary>
    public long TensorSteps => counts.TensorSteps;

    /// <summary>All that is complete; the next operation's weights may still arrive while it is launched.</summary>
    private long Cycles => Math.Max(end, prefetched - launch);

    // Of the machine, for the table of tokens grows with the stream.
    private static int DeepestQueue(Machine machine) => Math.Max(machine.SparseUnit?.QueueDepth ?? 0, machine.RescaleUnit?.QueueDepth ?? 0);

    /// <summary>Runs what is left of the stream.</summary>
    public OperationCounters Run()
    {
        RunTo(long.MaxValue);
        return Finish();
    }

    /// <summary>When everything taken from the stream so far would be complete, were there nothing else (shortcut S7); the run stays where it is.</summary>
    public long CyclesSoFar()
    {
        if (streamEnded) return Cycles;
        var rest = new FastRun(this);
        rest.RunTo(long.MaxValue);
        return rest.Cycles;
    }

    /// <summary>
    /// Runs until the stream has given <paramref name="steps"/> steps and another one is wanted, and returns whether there is none: everything is
    /// timed then, and only <see cref="Run"/> is left to add up.
    /// </summary>
    public bool RunTo(long steps)
    {
        while (true)
        {
            Advance();
            if (loads.Count == 0 && !streamEnded)
            {
                if (numbers == steps && Holds()) return false;
                Pull(steps);
                continue;
            }
            long issue = long.MaxValue;
            WaitTimes waits = default;
            // A load under the DMA's limit enters DRAM chunk by chunk, and the next one issues when it is all in.
            long number = path.Entering;
            if (number >= 0) issue = path.NextEntry();
            else if (loads.Count > 0)
            {
                number = loads.HeadNumber;
                if (registers.Resolve(loads.Head, ref waits)) issue = Math.Max(waits.Ready, lastIssue + 1);
            }
            if (stores.Count > 0)
            {
                long entry = storeTimes.Peek();
                if (entry < issue || (entry == issue && stores.HeadNumber < number))
                {
                    FinishStore();
                    continue;
                }
            }
            if (issue < long.MaxValue)
            {
                if (path.Entering >= 0) EnterChunk(issue);
                else IssueLoad(issue);
                continue;
            }
            if (streamEnded && loads.Count + tensors.Count + vectors.Count + ups.Count == 0) return true;
            if (streamEnded || loads.Count > 0) throw new DeadlockException(end, Describe());
        }
    }

    private void Advance()
    {
        bool progress = true;
        while (progress)
        {
            progress = false;
            while (AdvanceTensor()) progress = true;
            while (AdvanceVector()) progress = true;
            while (AdvanceUp()) progress = true;
        }
    }

    /// <summary>Whether the stream has another step, which then waits to be taken.</summary>
    private bool Holds() => holding = holding || stream.MoveNext();

    private void Pull(long until)
    {
        for (int i = 0; i < PullAtOnce && numbers < until; i++)
        {
            if (!Holds())
            {
                streamEnded = true;
                return;
            }
            holding = false;
            Step step = stream.Current;
            counts.Add(step);
            QueueOf(step.Kind).Add(numbers++, step);
            if (step.Kind == StepKind.Load) return;
        }
        if (numbers == until && !Holds()) streamEnded = true;
    }

    private StepQueue QueueOf(StepKind kind) => kind switch
    {
        StepKind.Load => loads,
        StepKind.Tensor => tensors,
        StepKind.Vector => vectors,
        _ => ups,
    };

    private void IssueLoad(long issue)
    {
        long number = loads.HeadNumber;
        ref readonly Step step = ref loads.Head;
        loads.RemoveHead();
        lastIssue = issue;
        if (path.IsLimited(step))
        {
            path.Begin(step, number, issue);
            return;
        }
        Arrive(step, number, path.Send(step, number, issue));
    }

    private void EnterChunk(long entry)
    {
        (long number, Step step) = (path.Entering, path.Current);
        lastIssue = entry;
        if (path.EnterNext() is { } arrival) Arrive(step, number, arrival);
    }

    private void Arrive(in Step step, long number, in WaitTimes arrival)
    {
        observer?.Complete(StepKind.Load, number, arrival.Ready);
        registers.Signal(step.Done0, arrival);
        registers.Signal(step.Done1, arrival);
        if (step.Operand == Operand.NextWeights) prefetched = Math.Max(prefetched, arrival.Ready);
        else End(arrival.Ready);
    }

    private OperationCounters Finish()
    {
        OperationCounters counters = counts.Counters;
        memory.AddTo(counters);
        busObserver?.Finish(memory.DramCycle(Math.Max(end, prefetched)));
        results = Math.Max(results, pipeline.LatestResult);
        if (labels.Frontier < pipeline.OperandsRead) labels.Busy(pipeline.OperandsRead);
        labels.Finish(launch, results, stored, end, Cycles);
        counters.Cycles = Cycles;
        counters.ComputeCycles = labels.Compute;
        labels.Stalls.CopyTo(counters.Stalls, 0);
        counters.DenseBusyCycles = pipeline.DenseBusy;
        counters.SparseBusyCycles = pipeline.SparseBusy;
        counters.RescaleBusyCycles = pipeline.RescaleBusy;
        return counters;
    }

    private void End(long time) => end = Math.Max(end, time);

    /// <summary>The state of every component, for a run that cannot go on.</summary>
    private string Describe() => new DeadlockText(registers)
        .Queue("load", loads).Queue("tensor", tensors).Queue("vector", vectors).Queue("up", ups)
        .Component("load path", $"{path}").Component("tensor pipeline", $"{pipeline}").Component("vector unit", $"busy until {vectorEnd}")
        .Component("link up", $"busy until {upLinkEnd}").Component("shared-buffer port up", $"busy until {upPortEnd}, {stores.Count} stores about to enter DRAM")
        .Component("memory", $"{memory}").ToString();
}
