using AccelSim.Model.Dram;

namespace AccelSim.Engine.Dram;

/// <summary>What happens from one unit of a stream to the next, once simulated and then known.</summary>
/// <param name="Clocks">Clocks it takes.</param>
/// <param name="Next">State after it.</param>
/// <param name="Taken">Requests that enter the queues, per pseudo-channel.</param>
/// <param name="Due">Clocks by which refresh deadlines move, per pseudo-channel.</param>
/// <param name="Counted">What is counted.</param>
internal sealed record StreamSegment(long Clocks, int Next, long[] Taken, long[] Due, StreamCounts Counted)
{
    /// <summary>Times that it was taken instead of simulated.</summary>
    public long Uses;
}

/// <summary>Counters without room for latencies that do not occur.</summary>
internal sealed class StreamCounts
{
    private readonly long reads, writes, hits, misses, conflicts, refreshes, busy, latency;
    private readonly long[] commands;
    private readonly (int Place, long Count)[] places;

    public StreamCounts(DramCounters c)
    {
        (reads, writes, hits, misses, conflicts, refreshes, busy, latency) = (c.Reads, c.Writes, c.RowHits, c.RowMisses, c.RowConflicts, c.Refreshes, c.BusBusy, c.Latency.Sum);
        commands = [.. c.Commands];
        var found = new List<(int, long)>();
        ReadOnlySpan<long> counts = c.Latency.Counts;
        for (int place = 0; place < counts.Length; place++)
            if (counts[place] > 0) found.Add((place, counts[place]));
        places = [.. found];
    }

    public void AddTo(DramCounters total, long times)
    {
        total.Reads += reads * times;
        total.Writes += writes * times;
        total.RowHits += hits * times;
        total.RowMisses += misses * times;
        total.RowConflicts += conflicts * times;
        total.Refreshes += refreshes * times;
        total.BusBusy += busy * times;
        for (int i = 0; i < DramCommands.Count; i++) total.Commands[i] += commands[i] * times;
        foreach ((int place, long count) in places) total.Latency.AddPlace(place, count * times);
        total.Latency.AddSum(latency * times);
    }
}
