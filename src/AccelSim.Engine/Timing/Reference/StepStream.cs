using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>The whole stream, dealt to its four queues, each step knowing which steps it waits for.</summary>
internal sealed class StepStream
{
    private readonly List<StepState>[] signallers = new List<StepState>[sbyte.MaxValue + 1];

    public StepStream(IReadOnlyList<TokenTiming> tokens, IEnumerable<Step> steps)
    {
        foreach (Step step in steps)
        {
            var state = new StepState(All.Count, step);
            StepGuard.Check(state, tokens);
            All.Add(state);
            QueueOf(step.Kind).Add(state);
            if (step.Kind == StepKind.Tensor)
            {
                AddSignal(step.Early0, state);
                AddSignal(step.Early1, state);
            }
            AddSignal(step.Done0, state);
            AddSignal(step.Done1, state);
        }
        foreach (StepState state in All) state.Producers = ProducersOf(state);
    }

    public List<StepState> All { get; } = [];

    public List<StepState> Loads { get; } = [];

    public List<StepState> Tensors { get; } = [];

    public List<StepState> Vectors { get; } = [];

    public List<StepState> Ups { get; } = [];

    /// <summary>Sums over steps that do not depend on time.</summary>
    public void CountBytes(IReadOnlyList<TokenTiming> tokens, bool multicast, OperationCounters counters)
    {
        foreach (Step step in All.Select(s => s.Step))
        {
            bool load = step.Kind == StepKind.Load, store = step.Kind == StepKind.Store, exchange = step.Kind == StepKind.Exchange;
            counters.Steps++;
            if (load && !step.FromSharedBuffer) counters.DramReadBytes += step.Bytes;
            bool written = store && !step.StopsAtSharedBuffer;
            if (written) counters.DramWriteBytes += step.Bytes;
            if ((load && !step.FromSharedBuffer) || store) counters.SharedWriteBytes += step.Bytes;
            if (load && !step.StopsAtSharedBuffer) counters.SharedReadBytes += multicast ? step.Bytes : Math.Max(step.Bytes, step.BytesAllCores);
            if (written) counters.SharedReadBytes += step.Bytes;
            if (load || store || exchange) counters.NetworkBytes += step.BytesAllCores;
            if (load || exchange) counters.ScratchpadWriteBytes += step.BytesAllCores;
            if (store || exchange) counters.ScratchpadReadBytes += step.BytesAllCores;
            if (step.Kind != StepKind.Tensor) continue;
            counters.ScratchpadReadBytes += tokens[step.Token].FetchBytes * step.Tokens * step.ActiveCores;
            counters.SumReadBytes += step.SumReadBytes;
            counters.SumWriteBytes += step.SumWriteBytes;
            counters.IssuedMacs += step.Macs;
        }
    }

    private List<StepState> QueueOf(StepKind kind) => kind switch
    {
        StepKind.Load => Loads,
        StepKind.Tensor => Tensors,
        StepKind.Vector => Vectors,
        _ => Ups,
    };

    private void AddSignal(sbyte register, StepState by)
    {
        if (register >= 0) (signallers[register] ??= []).Add(by);
    }

    private StepState[] ProducersOf(StepState state)
    {
        var producers = new List<StepState>();
        foreach (Wait wait in state.Waits)
        {
            if (wait.Version <= 0) continue;
            List<StepState>? by = signallers[wait.Register];
            if (by is not null && wait.Version <= by.Count) producers.Add(by[wait.Version - 1]);
        }
        return [.. producers];
    }
}
