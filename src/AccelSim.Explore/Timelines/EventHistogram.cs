using System.Numerics;
using AccelSim.Engine.Timing;
using AccelSim.Model.Steps;

namespace AccelSim.Explore.Timelines;

/// <summary>Counts the events of a run by their start, in eighths of octaves: enough to cut a timeline after a number of events without keeping them.</summary>
internal sealed class EventHistogram(ClockRatio clock, TimelineOptions options) : ITimingObserver
{
    private const int PerOctave = 8;
    private readonly long[] buckets = new long[64 * PerOctave];

    /// <summary>All events.</summary>
    public long Total { get; private set; }

    /// <summary>A cycle before which at most so many events start; never less than what one bucket holds.</summary>
    public long EndOf(long most)
    {
        long sum = 0;
        for (int bucket = 0; bucket < buckets.Length; bucket++)
        {
            sum += buckets[bucket];
            if (sum > most && sum > buckets[bucket]) return Start(bucket);
        }
        return long.MaxValue;
    }

    public void Busy(TimingLane lane, long start, long end, long step) => Count(start, 1);

    public void Complete(StepKind kind, long step, long cycle)
    {
    }

    public void Columns(int firstBus, int endBus, long from, long to, long bursts, bool write, long step) => Count(clock.ToCore(from), Shown(firstBus, endBus));

    public void OpenRow(int bus, int bank, long row, long activated, long closed)
    {
        if (options.Shows(bus)) Count(clock.ToCore(activated), 1);
    }

    public void Refresh(int firstBus, int endBus, long from, long to) => Count(clock.ToCore(from), Shown(firstBus, endBus));

    private int Shown(int first, int end) => Math.Max(0, Math.Min(end - 1, options.LastBus) - Math.Max(first, options.FirstBus) + 1);

    private void Count(long cycle, int events)
    {
        if (cycle < options.From) return;
        buckets[Bucket(cycle)] += events;
        Total += events;
    }

    // Cycles below PerOctave have buckets of their own; above, the leading bits choose.
    private static int Bucket(long cycle)
    {
        if (cycle < PerOctave) return (int)cycle;
        int shift = BitOperations.Log2((ulong)cycle) - 3;
        return (shift + 1) * PerOctave + (int)((cycle >> shift) & (PerOctave - 1));
    }

    private static long Start(int bucket) =>
        bucket < PerOctave ? bucket : (long)(PerOctave + bucket % PerOctave) << (bucket / PerOctave - 1);
}
