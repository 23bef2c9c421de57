using AccelSim.Model.Machines;
using AccelSim.Model.Steps;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>What a transfer asks of the shared-buffer port and of the busiest link (docs/ENGINE.md, "Network"), the machine's part worked out once.</summary>
internal sealed class NetworkLoad
{
    private readonly long coreRate, sharedRate, behind;

    public NetworkLoad(Machine machine)
    {
        Network network = machine.Network;
        (coreRate, Multicast, Latency) = (network.BytesPerCorePerCycle, network.Multicast, network.LatencyTo(machine.Cores));
        (sharedRate, behind) = (network.SharedLinkBytesPerCycle, network.CoresBehindLink(machine.Cores));
        Shares = network.Topology != NetworkTopology.Crossbar;
    }

    /// <summary>Whether cores share links.</summary>
    public bool Shares { get; }

    public bool Multicast { get; }

    /// <summary>From the end of a link's service to the farthest core, or back.</summary>
    public long Latency { get; }

    /// <summary>Bytes of a part of a load through the shared-buffer port.</summary>
    public long PortBytes(long bytes, in Step step) =>
        Multicast || step.StopsAtSharedBuffer ? bytes : Math.Max(bytes, Share(bytes, step.BytesAllCores, step.Bytes));

    /// <summary>Cycles of a part of a load on the busiest link.</summary>
    public long DownCycles(long bytes, in Step step)
    {
        long core = Share(bytes, step.BytesPerCore, step.Bytes);
        return Shares ? Busiest(core, PortBytes(bytes, step)) : Ceiling(core, coreRate);
    }

    public long UpCycles(in Step step) =>
        Shares ? Busiest(step.BytesPerCore, Math.Max(step.Bytes, step.BytesAllCores)) : Ceiling(step.BytesPerCore, coreRate);

    /// <summary>The part of <paramref name="of"/> that goes with <paramref name="bytes"/> of <paramref name="whole"/>, rounded up.</summary>
    public static long Share(long bytes, long of, long whole)
    {
        // Exact: products of two byte counts may pass 63 bits only for transfers of more than 2 GiB.
        if (bytes < int.MaxValue && of < int.MaxValue) return Ceiling(bytes * of, whole);
        return (long)(((Int128)bytes * of + whole - 1) / whole);
    }

    private long Busiest(long core, long all) => Math.Max(Ceiling(core, coreRate), Ceiling(Math.Min(all, behind * core), sharedRate));
}
