using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Timing;

/// <summary>
/// Ring collectives (identities reference, section 8): all-reduce takes 2(p-1) rounds of bytes/p, the others p-1; a round lasts a hop
/// latency plus the link's time for its share. A switch carries the same rounds; reduction in the switch is docs/DEVIATIONS.md.
/// </summary>
public static class CollectiveTiming
{
    /// <exception cref="InfeasibleException">Several chips without links.</exception>
    public static OperationCounters Run(Machine machine, CollectiveOperation operation)
    {
        var counters = new OperationCounters { Steps = 1 };
        long launch = machine.LaunchCycles, link = 0;
        int chips = machine.Chips;
        if (chips > 1)
        {
            Links links = machine.Links ?? throw new InfeasibleException($"{operation.Name}: {machine.Name} has {chips} chips but no links");
            long rounds = operation.Kind == CollectiveKind.AllReduce ? 2L * (chips - 1) : chips - 1;
            long share = (operation.Bytes + chips - 1) / chips;
            long hop = CeilingCycles(links.LatencyPs, machine.LoadClockHz);
            long transfer = (long)(((Int128)share * machine.LoadClockHz + links.BytesPerSecond - 1) / links.BytesPerSecond);
            link = rounds * (hop + transfer);
            counters.LinkBytes = rounds * share;
        }
        counters.Cycles = launch + link;
        counters.Stalls[(int)StallCause.Launch] = launch;
        counters.Stalls[(int)StallCause.Link] = link;
        return counters;
    }

    private static long CeilingCycles(long picoseconds, long hz) => (long)(((Int128)picoseconds * hz + 999_999_999_999) / 1_000_000_000_000);
}
