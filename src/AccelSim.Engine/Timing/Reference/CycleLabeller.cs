using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>
/// Says of every cycle what it was spent on, line by line as docs/ENGINE.md, section "End and labels". Asked after the starts of the
/// cycle, of the lead core.
/// </summary>
internal sealed class CycleLabeller(TensorPipeline tensor, VectorPipeline vector, Scoreboard board, long launchCycles)
{
    public bool IsCompute(long cycle) => tensor.Dense.IsBusy(cycle) || tensor.Sparse.IsBusy(cycle) || vector.IsBusy(cycle);

    /// <summary>The cause of a cycle that is not compute.</summary>
    public StallCause Cause(long cycle)
    {
        if (cycle < launchCycles) return StallCause.Launch;
        if (tensor.NextStep is { } tensorStep) return CauseOfTensor(tensorStep, tensor.NextToken, cycle);
        if (vector.Head is { } vectorStep) return CauseOfVector(vectorStep, cycle);
        if (board.IsOutstanding(StepKind.Tensor) || board.IsOutstanding(StepKind.Vector) || board.IsOutstanding(StepKind.Exchange))
        {
            return StallCause.Pipeline;
        }
        if (board.IsOutstanding(StepKind.Store)) return StallCause.Write;
        return board.OnlyNextWeightsLeft ? StallCause.Dram : StallCause.Pipeline;
    }

    private StallCause CauseOfTensor(StepState step, Token? token, long cycle)
    {
        if (CauseOfLoads(step, cycle) is { } cause) return cause;
        if (Array.Exists(step.Producers, p => p.Step.Kind == StepKind.Vector && AwaitsStore(p, cycle))) return StallCause.Write;
        if (!board.AreWaitsSatisfied(step)) return StallCause.Pipeline;
        if (token is null || token.FetchEnd > cycle) return StallCause.Scratchpad;
        if (token.Gathers && token.GatherEnd > cycle) return StallCause.Gather;
        if (!tensor.HasSelectorSlot(token)) return SelectorAwaitsSparse(token) ? StallCause.Sparse : StallCause.Selector;
        if (!tensor.HasRescaleSlot(token)) return StallCause.Rescale;
        throw new InvalidOperationException($"cycle {cycle}: nothing holds up token {token.Index} of {step}, yet it has not started");
    }

    /// <summary>Whether the 2nd previous selecting token is itself still held up by the sparse unit's queue.</summary>
    private bool SelectorAwaitsSparse(Token token) =>
        tensor.Select.Head is { } head && head.SelectIndex == token.SelectIndex - 2 && !tensor.HasSparseSlot(head);

    private StallCause CauseOfVector(StepState step, long cycle) =>
        CauseOfLoads(step, cycle) ?? (AwaitsStore(step, cycle) ? StallCause.Write : StallCause.Pipeline);

    private static bool AwaitsStore(StepState step, long cycle) =>
        Array.Exists(step.Producers, p => p.Step.Kind == StepKind.Store && !p.IsCompleteAt(cycle));

    private static StallCause? CauseOfLoads(StepState step, long cycle)
    {
        StepState[] producers = step.Producers;
        if (Array.Exists(producers, p => IsLoad(p) && !p.Step.FromSharedBuffer && p.DataAt > cycle)) return StallCause.Dram;
        if (Array.Exists(producers, p => IsLoad(p) && p.PortEnd > cycle)) return StallCause.SharedBuffer;
        if (Array.Exists(producers, p => IsLoad(p) && p.Arrival > cycle)) return StallCause.Network;
        if (Array.Exists(producers, p => IsLoad(p) && !p.IsCompleteAt(cycle))) return StallCause.Scratchpad;
        return null;
    }

    private static bool IsLoad(StepState step) => step.Step.Kind == StepKind.Load;
}
