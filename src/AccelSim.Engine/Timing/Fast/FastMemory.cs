using AccelSim.Model.Machines;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>
/// The DRAM of a chip behind transfer(range, direction, time). Transfers start on bus 0, so a range gives its bytes to a prefix of the
/// buses, one more unit than to the rest: buses with equal histories are intervals, simulated once each (shortcut S1 in docs/SHORTCUTS.md).
/// </summary>
internal sealed class FastMemory
{
    private readonly Memory memory;
    private readonly ClockRatio clock;
    private readonly List<(int First, FastBus Bus)> intervals = [];

    // Intervals split and merge with almost every transfer.
    private readonly Stack<FastBus> spare = new();
    private readonly long interleave, stripe, chunk, rowBursts;
    private readonly int burst, gangedRow, groups, banks, buses;
    private readonly long[] totals = new long[7];
    private readonly BusObserver? observer;

    public FastMemory(Memory memory, ClockRatio clock, BusObserver? observer = null)
    {
        (this.memory, this.clock, this.observer) = (memory, clock, observer);
        intervals.Add((0, new FastBus(memory.Timing, memory.Lookahead, observer)));
        (interleave, stripe, chunk) = (memory.InterleaveBytes, memory.StripeBytes, memory.ChunkBytes);
        (burst, gangedRow, buses) = (memory.Timing.BurstBytes, memory.Timing.GangedRowBytes, memory.Buses);
        (groups, banks) = (memory.Timing.BankGroups, memory.Timing.BanksPerGroup);
        rowBursts = memory.Timing.RowBytes % burst == 0 ? memory.Timing.RowBytes / burst : 0;
    }

    /// <summary>A memory in the same state with fresh counters; nobody observes it.</summary>
    public FastMemory(FastMemory other)
    {
        (memory, clock) = (other.memory, other.clock);
        foreach ((int first, FastBus bus) in other.intervals) intervals.Add((first, bus.Split()));
        (interleave, stripe, chunk, rowBursts) = (other.interleave, other.stripe, other.chunk, other.rowBursts);
        (burst, gangedRow, groups, banks, buses) = (other.burst, other.gangedRow, other.groups, other.banks, other.buses);
    }

    /// <summary>The step whose transfer comes next, for the observer.</summary>
    public long Step { get; set; }

    /// <summary>Intervals of equal buses right now.</summary>
    public int Intervals => intervals.Count;

    /// <summary>
    /// Enters [address, address + bytes) at a core cycle; sets the core cycle at which the last burst of each chunk has ended.
    /// </summary>
    public int Transfer(long address, long bytes, bool write, long time, ref long[] chunkEnds)
    {
        long arrival = clock.ToDram(time);
        if (intervals.Count > 1)
        {
            // Every bus gets a request of this transfer and would do the refreshes due before it admits that; done now, equal buses can meet.
            if (bytes >= stripe && observer is null)
            {
                foreach ((_, FastBus bus) in intervals) bus.RefreshUntil(arrival);
            }
            MergeEqual(arrival);
        }
        long end = address + bytes;
        int count = 0;
        long number = address / chunk;
        for (long start = address; start < end;)
        {
            long stop = Math.Min(end, (number + 1) * chunk);
            if (stop - start == chunk && rowBursts > 0)
            {
                int whole = (int)((end - start) / chunk);
                ServeWhole(number, arrival, write, Room(ref chunkEnds, count, whole));
                (start, number, count) = (start + whole * chunk, number + whole, count + whole);
                continue;
            }
            Room(ref chunkEnds, count, 1)[0] = ServeChunk(start, stop, arrival, write);
            (start, number, count) = (stop, number + 1, count + 1);
        }
        for (int i = 0; i < count; i++) chunkEnds[i] = clock.ToCore(chunkEnds[i]);
        return count;
    }

    private static Span<long> Room(ref long[] ends, int from, int count)
    {
        if (from + count > ends.Length) Array.Resize(ref ends, Math.Max(ends.Length * 2, from + count));
        return ends.AsSpan(from, count);
    }

    /// <summary>The DRAM cycle of a core cycle.</summary>
    public long DramCycle(long time) => clock.ToDram(time);

    public void AddTo(OperationCounters counters)
    {
        for (int i = 0; i < intervals.Count; i++) Collect(i);
        counters.DramBursts += totals[0];
        counters.RowHits += totals[1];
        counters.RowMisses += totals[2];
        counters.RowConflicts += totals[3];
        counters.Activations += totals[4];
        counters.Precharges += totals[5];
        counters.Refreshes += totals[6];
        Array.Clear(totals);
    }

    public override string ToString() => string.Join("; ", intervals.Select((interval, i) =>
        $"buses {interval.First} to {EndOf(i) - 1}: {interval.Bus}"));

    /// <summary>Chunks that each fill one row's share on every bus: all requests are equal; sets the DRAM cycle at which the last bus is through with each.</summary>
    private void ServeWhole(long number, long arrival, bool write, Span<long> ends)
    {
        ends.Clear();
        for (int i = 0; i < intervals.Count; i++)
        {
            (int first, FastBus bus) = intervals[i];
            observer?.Buses(first, EndOf(i), Step);
            bus.ServeRows(arrival, number, rowBursts, write, ends);
        }
    }

    private int EndOf(int interval) => interval + 1 < intervals.Count ? intervals[interval + 1].First : buses;

    private long ServeChunk(long start, long stop, long arrival, bool write)
    {
        // The chunk starts on bus 0; buses before `full` get one unit more, bus `full` the part that is left.
        long low = start / stripe * interleave, wholeStripes = (stop - start) / stripe, rest = (stop - start) % stripe;
        int full = (int)(rest / interleave);
        long part = rest % interleave;
        if (rest > 0)
        {
            SplitAt(full);
            if (part > 0) SplitAt(full + 1);
        }
        long ganged = low / gangedRow, row = ganged / banks, last = 0;
        int bank = (int)(ganged - row * banks);
        for (int i = 0; i < intervals.Count; i++)
        {
            (int first, FastBus bus) = intervals[i];
            long length = wholeStripes * interleave + (first < full ? interleave : first == full ? part : 0);
            if (length == 0) continue;
            long bursts = (low + length + burst - 1) / burst - low / burst;
            observer?.Buses(first, EndOf(i), Step);
            last = Math.Max(last, bus.Serve(arrival, bank, row, bursts, write));
        }
        return last;
    }

    /// <summary>Makes bus number <paramref name="at"/> the first of an interval.</summary>
    private void SplitAt(int at)
    {
        if (at <= 0 || at >= buses) return;
        for (int i = intervals.Count - 1; i >= 0; i--)
        {
            (int first, FastBus bus) = intervals[i];
            if (first == at) return;
            if (first > at) continue;
            // The counters so far belong to all buses of the old interval; both halves start afresh.
            Collect(i);
            if (spare.TryPop(out FastBus? half)) half.Become(bus);
            intervals.Insert(i + 1, (at, half ?? bus.Split()));
            return;
        }
    }

    private void MergeEqual(long now)
    {
        for (int i = intervals.Count - 1; i > 0; i--)
        {
            if (!intervals[i].Bus.SameFrom(intervals[i - 1].Bus, now)) continue;
            Collect(i);
            Collect(i - 1);
            spare.Push(intervals[i].Bus);
            intervals.RemoveAt(i);
        }
    }

    private void Collect(int index)
    {
        (int first, FastBus bus) = intervals[index];
        long members = EndOf(index) - first;
        totals[0] += members * bus.Bursts;
        totals[1] += members * bus.RowHits;
        totals[2] += members * bus.RowMisses;
        totals[3] += members * bus.RowConflicts;
        totals[4] += members * bus.Activations;
        totals[5] += members * bus.Precharges;
        totals[6] += members * bus.Refreshes;
        bus.Bursts = bus.RowHits = bus.RowMisses = bus.RowConflicts = bus.Activations = bus.Precharges = bus.Refreshes = 0;
    }
}
