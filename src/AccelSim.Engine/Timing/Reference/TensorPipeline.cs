namespace AccelSim.Engine.Timing.Reference;

/// <summary>
/// The tensor pipeline of one core. Stages tick from fetch to rescale: within a cycle a token may pass on (its end is another's
/// start), while slots freed by later stages are seen one cycle later.
/// </summary>
internal sealed class TensorPipeline(FetchQueue fetching, Scoreboard board, Horizon horizon, ITimingObserver? observer)
{
    private readonly Stage fetch = new(TimingLane.Fetch, observer);
    private readonly Stage gather = new(TimingLane.Gather, observer);
    private readonly PriorityQueue<Token, (long Done, long Index)> results = new();

    public Stage Dense { get; } = new(TimingLane.Dense, observer);

    public Stage Select { get; } = new(TimingLane.Select, observer);

    public Stage Sparse { get; } = new(TimingLane.Sparse, observer);

    public Stage Rescale { get; } = new(TimingLane.Rescale, observer);

    /// <summary>The step of the first token whose dense start is yet to come; null when there is none.</summary>
    public StepState? NextStep => Dense.Head?.Step ?? fetching.Head;

    /// <summary>The step of the next token to fetch.</summary>
    public StepState? FetchHead => fetching.Head;

    /// <summary>That token, unless it has not begun to be fetched.</summary>
    public Token? NextToken => Dense.Head;

    /// <summary>Reports what ends at this cycle and fixes what the cycle's starts may read.</summary>
    public void Finish(long cycle)
    {
        foreach (Stage stage in (ReadOnlySpan<Stage>)[fetch, gather, Dense, Select, Sparse, Rescale]) stage.Latch();
        if (Dense.End == cycle && Dense.Latest is { IsLast: true } last) board.CoreHasRead(last.Step);
        while (results.TryPeek(out Token? token, out var result) && result.Done == cycle)
        {
            results.Dequeue();
            if (token.IsLast) board.CoreIsDone(token.Step, cycle);
        }
    }

    public void Start(long cycle)
    {
        StartFetch(cycle);
        StartGather(cycle);
        StartDense(cycle);
        StartSelect(cycle);
        StartSparse(cycle);
        StartRescale(cycle);
    }

    public override string ToString() =>
        $"fetch {fetch}; gather {gather}; dense {Dense}; select {Select}; sparse {Sparse}; rescale {Rescale}; {results.Count} results outstanding";

    /// <summary>The 2nd previous selecting token has started selecting before this cycle.</summary>
    public bool HasSelectorSlot(Token token) => !token.Selects || Select.StartedBefore > token.SelectIndex - 2;

    /// <summary>The awaited earlier rescaling token has started rescaling before this cycle.</summary>
    public bool HasRescaleSlot(Token token) => !token.Rescales || Rescale.StartedBefore > token.RescaleIndex - token.Timing.RescaleQueue;

    /// <summary>The awaited earlier selecting token has entered the sparse unit before this cycle.</summary>
    public bool HasSparseSlot(Token token) => Sparse.StartedBefore > token.SelectIndex - token.Timing.SparseQueue;

    private void StartFetch(long cycle)
    {
        if (fetch.IsBusy(cycle) || fetching.Head is not { } step) return;
        if (fetching.SecondPrevious is { } holder && !HasLeftOperandRegister(holder)) return;
        if (!board.AreWaitsSatisfied(step)) return;
        Token token = fetching.Take();
        fetch.Begin(token, cycle, token.Timing.Fetch);
        token.FetchEnd = fetch.End;
        horizon.Expect(fetch.End);
        if (token.Gathers) gather.Enqueue(token);
        Dense.Enqueue(token);
        if (token.Selects) Select.Enqueue(token);
        if (token.Selects) Sparse.Enqueue(token);
        if (token.Rescales) Rescale.Enqueue(token);
    }

    private bool HasLeftOperandRegister(Token token) =>
        token.Gathers ? gather.StartedBefore > token.GatherIndex : Dense.StartedBefore > token.Index;

    private void StartGather(long cycle)
    {
        if (gather.HeadIfFree(cycle) is not { } token || token.FetchEnd > cycle) return;
        if (Dense.StartedBefore <= token.Index - 2) return;
        gather.Begin(token, cycle, token.Timing.Gather);
        token.GatherEnd = gather.End;
        horizon.Expect(gather.End);
    }

    private void StartDense(long cycle)
    {
        if (Dense.HeadIfFree(cycle) is not { } token || token.OperandsAt > cycle) return;
        if (!HasSelectorSlot(token) || !HasRescaleSlot(token)) return;
        Dense.Begin(token, cycle, token.Timing.Dense);
        token.DenseStart = cycle;
        token.DenseResult = cycle + token.Timing.DenseLatency;
        horizon.Expect(token.DenseResult);
        if (!token.Selects && !token.Rescales) AwaitResult(token, token.DenseResult);
    }

    private void StartSelect(long cycle)
    {
        if (Select.HeadIfFree(cycle) is not { } token || token.DenseStart > cycle || !HasSparseSlot(token)) return;
        Select.Begin(token, cycle, token.Timing.Select);
        token.SelectEnd = Select.End;
        horizon.Expect(Select.End);
    }

    private void StartSparse(long cycle)
    {
        if (Sparse.HeadIfFree(cycle) is not { } token || token.SelectEnd > cycle) return;
        Sparse.Begin(token, cycle, token.Timing.Sparse);
        token.SparseResult = cycle + token.Timing.SparseLatency;
        horizon.Expect(token.SparseResult);
        if (!token.Rescales) AwaitResult(token, Math.Max(token.DenseResult, token.SparseResult));
    }

    private void StartRescale(long cycle)
    {
        if (Rescale.HeadIfFree(cycle) is not { } token || token.DenseResult > cycle) return;
        if (token.Selects && token.SparseResult > cycle) return;
        Rescale.Begin(token, cycle, token.Timing.Rescale);
        AwaitResult(token, Rescale.End + token.Timing.RescaleLatency);
    }

    private void AwaitResult(Token token, long done)
    {
        horizon.Expect(done);
        results.Enqueue(token, (done, token.Index));
    }
}
