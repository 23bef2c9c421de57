using AccelSim.Model.Results;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>
/// Labels every cycle once, in order of time (docs/ENGINE.md, "End and labels"). Busy intervals of the sparse and vector units may reach
/// beyond the frontier and are kept until it passes them.
/// </summary>
internal sealed class CycleLabels
{
    private readonly Queue<(long Start, long End)> sparse;
    private readonly LinkedList<VectorSpan> vectors;
    private readonly List<(long Start, long End, StallCause Cause)> stalls;

    public CycleLabels() => (sparse, vectors, stalls, Stalls) = (new(), new(), [], new long[Enum.GetValues<StallCause>().Length]);

    public CycleLabels(CycleLabels other)
    {
        (sparse, vectors, stalls, Stalls) = (new(other.sparse), new(other.vectors), [.. other.stalls], (long[])other.Stalls.Clone());
        (Frontier, Compute, KeepStalls, VectorEnd) = (other.Frontier, other.Compute, other.KeepStalls, other.VectorEnd);
    }

    /// <summary>Cycles below this one are labelled.</summary>
    public long Frontier { get; private set; }

    public long Compute { get; private set; }

    public long[] Stalls { get; }

    /// <summary>Keep the stalls found from now on, because a vector step that may have been busy then is not timed yet.</summary>
    public bool KeepStalls { get; set; }

    /// <summary>Latest end of a known vector interval.</summary>
    public long VectorEnd { get; private set; }

    public void AddSparse(long start, long end) => sparse.Enqueue((start, end));

    /// <summary>A vector step is busy in [start, end); what it waited for labels the cycles before it when no token is left to wait.</summary>
    public void AddVector(long start, long end, in WaitTimes waits)
    {
        if (start < Frontier) Reclaim(start, Math.Min(end, Frontier));
        VectorEnd = Math.Max(VectorEnd, end);
        if (end > Frontier) vectors.AddLast(new VectorSpan(start, end, waits));
    }

    public void ForgetStalls() => stalls.Clear();

    /// <summary>The dense unit is busy in [Frontier, end).</summary>
    public void Busy(long end)
    {
        Compute += end - Frontier;
        Advance(end);
    }

    /// <summary>Labels up to <paramref name="end"/> where the dense unit idles: compute while another unit issues, else by cause.</summary>
    public void Idle(long end, ReadOnlySpan<(long Until, StallCause Cause)> causes)
    {
        while (Frontier < end)
        {
            Advance(Frontier);
            long busyUntil = Frontier, nextBusy = end;
            foreach ((long start, long stop) in sparse)
            {
                if (start <= Frontier) busyUntil = Math.Max(busyUntil, stop);
                else
                {
                    nextBusy = Math.Min(nextBusy, start);
                    break;
                }
            }
            foreach (VectorSpan span in vectors)
            {
                if (span.Start <= Frontier) busyUntil = Math.Max(busyUntil, span.End);
                else
                {
                    nextBusy = Math.Min(nextBusy, span.Start);
                    break;
                }
            }
            if (busyUntil > Frontier)
            {
                Busy(Math.Min(busyUntil, end));
                continue;
            }
            Blame(nextBusy, causes);
        }
    }

    /// <summary>Repeats what the cycles since <paramref name="before"/> were labelled, a number of times, and moves everything that far ahead.</summary>
    public void Repeat(in Snapshot before, long times, long cycles)
    {
        Compute += (Compute - before.Compute) * times;
        for (int i = 0; i < Stalls.Length; i++) Stalls[i] += (Stalls[i] - before.Stalls[i]) * times;
        for (int i = sparse.Count; i > 0; i--)
        {
            (long start, long end) = sparse.Dequeue();
            sparse.Enqueue((start + cycles, end + cycles));
        }
        Frontier += cycles;
    }

    public Snapshot Take()
    {
        var copy = new Snapshot { Compute = Compute };
        for (int i = 0; i < Stalls.Length; i++) copy.Stalls[i] = Stalls[i];
        return copy;
    }

    /// <summary>
    /// Labels the rest: waits of vector steps still to come, results outstanding until <paramref name="results"/>, stores until
    /// <paramref name="stored"/>, loads that nothing waits for until <paramref name="end"/>, then weights of the next operation.
    /// </summary>
    public void Finish(long launch, long results, long stored, long end, long cycles)
    {
        LabelVectors(launch);
        Span<(long, StallCause)> causes =
        [
            (launch, StallCause.Launch), (results, StallCause.Pipeline), (stored, StallCause.Write), (end, StallCause.Pipeline), (cycles, StallCause.Dram),
        ];
        Idle(cycles, causes);
    }

    /// <summary>Labels up to the end of the earliest vector step, when no token can come any more.</summary>
    public void LabelVectors(long launch)
    {
        while (vectors.First is { } node)
        {
            LabelUpToVector(launch, node.Value);
            if (vectors.First == node) vectors.RemoveFirst();
        }
    }

    private void LabelUpToVector(long launch, VectorSpan span)
    {
        Span<(long, StallCause)> causes =
        [
            (launch, StallCause.Launch), (span.Waits.Dram, StallCause.Dram), (span.Waits.SharedBuffer, StallCause.SharedBuffer),
            (span.Waits.Network, StallCause.Network), (span.Waits.Fill, StallCause.Scratchpad), (span.Waits.Write, StallCause.Write),
            (span.Start, StallCause.Pipeline),
        ];
        Idle(span.Start, causes);
        if (Frontier < span.End) Busy(span.End);
    }

    private void Blame(long end, ReadOnlySpan<(long Until, StallCause Cause)> causes)
    {
        foreach ((long until, StallCause cause) in causes)
        {
            long stop = Math.Min(until, end);
            if (stop <= Frontier) continue;
            Stalls[(int)cause] += stop - Frontier;
            if (KeepStalls) stalls.Add((Frontier, stop, cause));
            Frontier = stop;
        }
        if (Frontier < end) throw new InvalidOperationException($"cycle {Frontier} has no label; next event at {end}");
    }

    /// <summary>A vector step turned out to be busy in cycles already labelled: stalls among them become compute.</summary>
    private void Reclaim(long start, long end)
    {
        for (int i = 0; i < stalls.Count; i++)
        {
            (long from, long to, StallCause cause) = stalls[i];
            long a = Math.Max(from, start), b = Math.Min(to, end);
            if (a >= b) continue;
            Stalls[(int)cause] -= b - a;
            Compute += b - a;
            stalls[i] = (from, a, cause);
            if (b < to) stalls.Add((b, to, cause));
        }
    }

    private void Advance(long to)
    {
        Frontier = to;
        while (sparse.TryPeek(out (long Start, long End) head) && head.End <= Frontier) sparse.Dequeue();
        while (vectors.First is { } node && node.Value.End <= Frontier) vectors.RemoveFirst();
    }

    /// <summary>Counts at one moment.</summary>
    public struct Snapshot
    {
        public long Compute;

        public StallArray Stalls;
    }

    [System.Runtime.CompilerServices.InlineArray(16)]
    public struct StallArray
    {
        private long first;
    }

    private sealed record VectorSpan(long Start, long End, WaitTimes Waits);
}
