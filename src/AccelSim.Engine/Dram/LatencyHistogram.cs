using System.Numerics;

namespace AccelSim.Engine.Dram;

/// <summary>Latencies in clocks: each value counted up to 65535, above that in steps of 1/32768 of the power of two.</summary>
public sealed class LatencyHistogram
{
    private const int Exact = 1 << 16, Half = Exact / 2;
    private long[] counts = new long[1024];

    /// <summary>Latencies counted.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of all, exactly.</summary>
    public long Sum { get; private set; }

    /// <summary>Counts by place; <see cref="Least"/> says what a place stands for.</summary>
    internal ReadOnlySpan<long> Counts => counts;

    public void Add(long clocks, long times = 1)
    {
        int place = clocks < Exact ? (int)clocks : Place(clocks);
        if (place >= counts.Length) Array.Resize(ref counts, Math.Max(place + 1, counts.Length * 2));
        counts[place] += times;
        Count += times;
        Sum += clocks * times;
    }

    /// <summary>Adds counts gathered elsewhere.</summary>
    /// <param name="place">Place of the count.</param>
    /// <param name="times">How often.</param>
    internal void AddPlace(int place, long times)
    {
        if (place >= counts.Length) Array.Resize(ref counts, Math.Max(place + 1, counts.Length * 2));
        counts[place] += times;
        Count += times;
    }

    internal void AddSum(long sum) => Sum += sum;

    /// <summary>Adds another histogram, a number of times.</summary>
    public void Add(LatencyHistogram other, long times)
    {
        for (int place = 0; place < other.counts.Length; place++)
            if (other.counts[place] > 0) AddPlace(place, other.counts[place] * times);
        Sum += other.Sum * times;
    }

    /// <summary>The least latency that at least <paramref name="share"/> of all do not exceed; 0 without any.</summary>
    public long Percentile(double share)
    {
        long needed = Math.Max(1, (long)Math.Ceiling(share * Count)), seen = 0;
        for (int place = 0; place < counts.Length; place++)
        {
            seen += counts[place];
            if (seen >= needed) return Least(place);
        }
        return 0;
    }

    /// <summary>The least latency that a place stands for.</summary>
    internal static long Least(int place)
    {
        if (place < Exact) return place;
        int above = place - Exact;
        return (long)(Half + above % Half) << (above / Half + 1);
    }

    private static int Place(long clocks)
    {
        int shift = BitOperations.Log2((ulong)clocks) - 15;
        return Exact + (shift - 1) * Half + (int)((clocks >> shift) - Half);
    }
}
