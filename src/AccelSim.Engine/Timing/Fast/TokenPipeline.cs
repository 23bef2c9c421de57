using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>
/// Recurrences of the tensor pipeline of one core (docs/ENGINE.md, "Tensor pipeline"). Equal tokens settle into a period; once every stage
/// has repeated the same interval for longer than any queue looks back, the rest of a step is skipped exactly (shortcut S2 in docs/SHORTCUTS.md).
/// </summary>
internal sealed class TokenPipeline
{
    private readonly CycleLabels labels;
    private readonly long launch;
    private readonly ITimingObserver? observer;
    private readonly RecentStarts dense, next, select, sparse, rescale;
    private long fetchEnd, gatherEnd, denseEnd, selectEnd, sparseEnd, rescaleEnd;

    // The latest token, whether it may be compared with the next, and how often the same interval has come in a row.
    private TokenTiming repeated;
    private Starts before;
    private long interval;
    private int steady;
    private bool compare;

    /// <param name="labels">Takes every cycle of the dense unit.</param>
    /// <param name="launch">First cycle in which anything may start.</param>
    /// <param name="deepest">Deepest queue in front of the sparse or rescale unit, tokens.</param>
    /// <param name="observer">Is told of every token; null for none.</param>
    public TokenPipeline(CycleLabels labels, long launch, int deepest, ITimingObserver? observer = null)
    {
        (this.labels, this.launch, this.observer) = (labels, launch, observer);
        (dense, next, select, sparse, rescale) = (new(0), new(0), new(0), new(deepest), new(deepest));
    }

    /// <summary>The same pipeline with other labels; nobody observes it.</summary>
    public TokenPipeline(TokenPipeline other, CycleLabels labels)
    {
        (this.labels, launch) = (labels, other.launch);
        (dense, next, select) = (new(other.dense), new(other.next), new(other.select));
        (sparse, rescale) = (new(other.sparse), new(other.rescale));
        (fetchEnd, gatherEnd, denseEnd, selectEnd) = (other.fetchEnd, other.gatherEnd, other.denseEnd, other.selectEnd);
        (sparseEnd, rescaleEnd, repeated, before) = (other.sparseEnd, other.rescaleEnd, other.repeated, other.before);
        (interval, steady, compare) = (other.interval, other.steady, other.compare);
        (sparseOfLastSelect, sparseOfWaitedSelect) = (other.sparseOfLastSelect, other.sparseOfWaitedSelect);
        (LatestResult, DenseBusy, SparseBusy, RescaleBusy) = (other.LatestResult, other.DenseBusy, other.SparseBusy, other.RescaleBusy);
    }

    /// <summary>Dense end of the last token: its operands have been read.</summary>
    public long OperandsRead => denseEnd;

    /// <summary>The step that runs next, for the observer.</summary>
    public long Step { get; set; }

    /// <summary>Latest result of any token so far.</summary>
    public long LatestResult { get; private set; }

    public long DenseBusy { get; private set; }

    public long SparseBusy { get; private set; }

    public long RescaleBusy { get; private set; }

    /// <summary>
    /// Runs a step's tokens; returns when the last of them is done. <paramref name="mayRepeat"/> is false when a vector step earlier in the
    /// stream is not timed yet, so that stalls must be kept one by one.
    /// </summary>
    public long Run(in TokenTiming t, long tokens, in WaitTimes waits, bool mayRepeat)
    {
        int needed = Math.Max(2, Math.Max(t.Sparse > 0 ? t.SparseQueue : 0, t.Rescale > 0 ? t.RescaleQueue : 0)) + 2;
        // The recurrences of a step with the same service times go on from those of the one before, unless its first token had to wait for it.
        if (t != repeated || waits.Ready > Math.Max(fetchEnd, next.FreeAfter(2))) (repeated, interval, steady, compare) = (t, -1, 0, false);
        long done = 0;
        CycleLabels.Snapshot snapshot = default;
        for (long i = 0; i < tokens; i++)
        {
            // A token is a fair sample of those to come only if no vector step was busy in its idle cycles, nor a wait of the step among their causes.
            bool measuring = mayRepeat && steady + 1 >= needed && tokens - i > 1
                && (interval == t.Dense || labels.VectorEnd <= labels.Frontier) && (i > 0 || waits.Ready <= labels.Frontier);
            if (measuring) snapshot = labels.Take();
            Starts now = Token(t, waits, out done);
            if (observer is not null) Report(observer, now, t);
            if (compare)
            {
                long lambda = now.Dense - before.Dense;
                steady = lambda == interval && now.Repeats(before, lambda) ? steady + 1 : 0;
                interval = lambda;
            }
            (before, compare) = (now, true);
            if (steady < needed || !measuring) continue;
            long left = tokens - i - 1;
            Skip(t, left, interval, snapshot);
            before.Advance(left * interval);
            return done + left * interval;
        }
        return done;
    }

    public override string ToString() =>
        $"fetch busy until {fetchEnd}, gather {gatherEnd}, dense {denseEnd}, select {selectEnd}, sparse {sparseEnd}, rescale {rescaleEnd}; last result at {LatestResult}";

    private void Report(ITimingObserver told, in Starts s, in TokenTiming t)
    {
        told.Busy(TimingLane.Fetch, s.Fetch, s.Fetch + t.Fetch, Step);
        if (t.Gather > 0) told.Busy(TimingLane.Gather, s.Gather, s.Gather + t.Gather, Step);
        told.Busy(TimingLane.Dense, s.Dense, s.Dense + t.Dense, Step);
        if (t.Sparse > 0)
        {
            told.Busy(TimingLane.Select, s.Select, s.Select + t.Select, Step);
            told.Busy(TimingLane.Sparse, s.Sparse, s.Sparse + t.Sparse, Step);
        }
        if (t.Rescale > 0) told.Busy(TimingLane.Rescale, s.Rescale, s.Rescale + t.Rescale, Step);
    }

    private Starts Token(in TokenTiming t, in WaitTimes waits, out long done)
    {
        Starts s = default;
        s.Fetch = Math.Max(Math.Max(waits.Ready, fetchEnd), next.FreeAfter(2));
        fetchEnd = s.Fetch + t.Fetch;
        long operands = fetchEnd;
        if (t.Gather > 0)
        {
            s.Gather = Math.Max(Math.Max(fetchEnd, gatherEnd), dense.FreeAfter(2));
            gatherEnd = s.Gather + t.Gather;
            operands = gatherEnd;
        }
        long sparseSlot = 0, selectorSlot = 0, rescaleSlot = 0;
        if (t.Sparse > 0)
        {
            selectorSlot = select.FreeAfter(2);
            sparseSlot = Math.Min(selectorSlot, sparseOfWaitedSelect);
        }
        if (t.Rescale > 0) rescaleSlot = rescale.FreeAfter(t.RescaleQueue);
        s.Dense = Math.Max(Math.Max(operands, denseEnd), Math.Max(selectorSlot, rescaleSlot));
        Label(s, t, waits, operands, sparseSlot, selectorSlot, rescaleSlot);
        denseEnd = s.Dense + t.Dense;
        DenseBusy += t.Dense;
        next.Add(t.Gather > 0 ? s.Gather : s.Dense);
        dense.Add(s.Dense);

        long ready = s.Dense + t.DenseLatency;
        done = ready;
        if (t.Sparse > 0)
        {
            long queue = sparse.FreeAfter(t.SparseQueue);
            s.Select = Math.Max(Math.Max(s.Dense, selectEnd), queue);
            selectEnd = s.Select + t.Select;
            select.Add(s.Select);
            sparseOfWaitedSelect = sparseOfLastSelect;
            sparseOfLastSelect = queue;
            s.Sparse = Math.Max(selectEnd, sparseEnd);
            sparseEnd = s.Sparse + t.Sparse;
            sparse.Add(s.Sparse);
            SparseBusy += t.Sparse;
            labels.AddSparse(s.Sparse, sparseEnd);
            ready = Math.Max(ready, s.Sparse + t.SparseLatency);
            done = ready;
        }
        if (t.Rescale > 0)
        {
            s.Rescale = Math.Max(ready, rescaleEnd);
            rescaleEnd = s.Rescale + t.Rescale;
            rescale.Add(s.Rescale);
            RescaleBusy += t.Rescale;
            done = Math.Max(done, rescaleEnd + t.RescaleLatency);
        }
        LatestResult = Math.Max(LatestResult, done);
        return s;
    }

    // The sparse starts that the last two selections waited for: what blocks a dense unit that waits for such a selection.
    private long sparseOfLastSelect, sparseOfWaitedSelect;

    private void Label(
        in Starts s, in TokenTiming t, in WaitTimes waits, long operands, long sparseSlot, long selectorSlot, long rescaleSlot)
    {
        if (labels.Frontier < denseEnd) labels.Busy(denseEnd);
        if (labels.Frontier >= s.Dense) return;
        Span<(long, StallCause)> causes =
        [
            (launch, StallCause.Launch), (waits.Dram, StallCause.Dram), (waits.SharedBuffer, StallCause.SharedBuffer),
            (waits.Network, StallCause.Network), (waits.Fill, StallCause.Scratchpad), (waits.Write, StallCause.Write),
            (waits.Ready, StallCause.Pipeline), (fetchEnd, StallCause.Scratchpad), (t.Gather > 0 ? operands : 0, StallCause.Gather),
            (sparseSlot, StallCause.Sparse), (selectorSlot, StallCause.Selector), (rescaleSlot, StallCause.Rescale),
        ];
        labels.Idle(s.Dense, causes);
    }

    private void Skip(in TokenTiming t, long tokens, long interval, in CycleLabels.Snapshot snapshot)
    {
        long cycles = tokens * interval;
        dense.Shift(cycles);
        next.Shift(cycles);
        fetchEnd += cycles;
        denseEnd += cycles;
        if (t.Gather > 0) gatherEnd += cycles;
        if (t.Sparse > 0)
        {
            select.Shift(cycles);
            sparse.Shift(cycles);
            selectEnd += cycles;
            sparseEnd += cycles;
            sparseOfLastSelect += cycles;
            sparseOfWaitedSelect += cycles;
        }
        if (t.Rescale > 0)
        {
            rescale.Shift(cycles);
            rescaleEnd += cycles;
        }
        LatestResult += cycles;
        DenseBusy += tokens * t.Dense;
        SparseBusy += tokens * t.Sparse;
        RescaleBusy += tokens * t.Rescale;
        labels.Repeat(snapshot, tokens, cycles);
    }

    private struct Starts
    {
        public long Fetch, Gather, Dense, Select, Sparse, Rescale;

        public void Advance(long cycles)
        {
            Fetch += cycles;
            Dense += cycles;
            if (Gather != 0) Gather += cycles;
            if (Sparse != 0) (Select, Sparse) = (Select + cycles, Sparse + cycles);
            if (Rescale != 0) Rescale += cycles;
        }

        public readonly bool Repeats(in Starts before, long interval) =>
            Fetch - before.Fetch == interval
            && (Gather == 0 || Gather - before.Gather == interval)
            && (Sparse == 0 || (Select - before.Select == interval && Sparse - before.Sparse == interval))
            && (Rescale == 0 || Rescale - before.Rescale == interval);
    }
}
