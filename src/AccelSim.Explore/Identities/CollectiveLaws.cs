using AccelSim.Engine.Timing;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;

namespace AccelSim.Explore.Identities;

/// <summary>Ring collectives (section 8).</summary>
internal static class CollectiveLaws
{
    private const long Gibibyte = 1L << 30;

    public static readonly Law Published = new("collectives-published", "8", LawKind.Equality,
        "An all-reduce of 1 GiB over 8 devices takes 4.176 ms at 450 GB/s and 6.263 ms at 300 GB/s before latency.", chance =>
        {
            (long bandwidth, double time) = chance.Turn((450_000_000_000L, 4.176), (300_000_000_000L, 6.263));
            double milliseconds = Cycles(8, bandwidth, 0, CollectiveKind.AllReduce, Gibibyte) * 1e-6;
            // Each of the 14 rounds ends on a whole cycle.
            return new Trial([milliseconds], s => Slack.Min(Slack.AtLeast(s[0], time - 0.0005), Slack.AtMost(s[0], time + 0.0005 + 14e-6)) is var slack && slack < 0 ? slack : 0);
        });

    public static readonly Law Ring = new("ring-time", "8", LawKind.Bound,
        "A ring takes its rounds of n/(pW) and a hop each, rounded up to whole cycles per round and to no more.", chance =>
        {
            (int p, long bandwidth, long hop, CollectiveKind kind, long bytes) = Draw(chance);
            double rounds = Rounds(p, kind), exact = rounds * (bytes / (double)p / bandwidth * 1e9 + hop * 1e-3);
            return new Trial([Cycles(p, bandwidth, hop, kind, bytes)], s => Slack.Min(Slack.AtLeast(s[0], exact * (1 - 1e-12)),
                Slack.AtMost(s[0], exact + rounds * (2 + 1e9 / bandwidth) + 1e-6 * exact)));
        });

    public static readonly Law Alone = new("one-device", "8", LawKind.Equality, "One device takes no time and sends nothing.", chance =>
    {
        (_, long bandwidth, long hop, CollectiveKind kind, long bytes) = Draw(chance);
        return Trial.Equal(Cycles(1, bandwidth, hop, kind, bytes), 0);
    });

    public static readonly Law AllReduce = new("reduce-scatter-all-gather", "8", LawKind.Equality,
        "Reduce-scatter and all-gather together take exactly the time of an all-reduce.", chance =>
        {
            (int p, long bandwidth, long hop, _, long bytes) = Draw(chance);
            double Time(CollectiveKind kind) => Cycles(p, bandwidth, hop, kind, bytes);
            return Trial.Equal(Time(CollectiveKind.ReduceScatter) + Time(CollectiveKind.AllGather), Time(CollectiveKind.AllReduce));
        });

    public static readonly Law BusBandwidth = new("bus-bandwidth", "8", LawKind.Bound,
        "Without reduction in the switch the bus bandwidth never exceeds the link.", chance =>
        {
            (int p, long bandwidth, long hop, CollectiveKind kind, long bytes) = Draw(chance);
            double factor = Rounds(p, kind) / p;
            return new Trial([Cycles(p, bandwidth, hop, kind, bytes)], s => Slack.AtLeast(s[0], bytes * factor / bandwidth * 1e9 * (1 - 1e-12)));
        });

    private static double Rounds(int p, CollectiveKind kind) => kind == CollectiveKind.AllReduce ? 2.0 * (p - 1) : p - 1;

    private static (int P, long Bandwidth, long HopPs, CollectiveKind Kind, long Bytes) Draw(Chance chance) => (
        chance.Pick(2, 3, 4, 8, 16), 1_000_000L * chance.Int(100, 900_000), chance.Int(0, 5_000_000),
        chance.Pick(CollectiveKind.AllReduce, CollectiveKind.AllGather, CollectiveKind.ReduceScatter, CollectiveKind.AllToAll), chance.Int(1, int.MaxValue - 1));

    /// <summary>Nanoseconds: cycles at 1 GHz.</summary>
    private static double Cycles(int chips, long bandwidth, long hopPs, CollectiveKind kind, long bytes) => CollectiveTiming.Run(
        IdealMachine.Systolic(1, 1, Dataflow.OutputStationary) with { Chips = chips, Links = new Links { BytesPerSecond = bandwidth, LatencyPs = hopPs } },
        new CollectiveOperation { Name = "collective", Kind = kind, Bytes = bytes }).Cycles;
}
