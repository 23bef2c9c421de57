using AccelSim.Model.Machines;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>A part of a load or store that travels together: its bytes between two multiples of the chunk size.</summary>
internal sealed class Chunk(StepState step, long address, long bytes, long coreBytes, long allBytes, bool isLast)
{
    public StepState Step => step;

    public long Address => address;

    public long Bytes => bytes;

    /// <summary>Bytes over the link of the busiest core.</summary>
    public long CoreBytes => coreBytes;

    public bool IsLast => isLast;

    /// <summary>Bytes through the shared-buffer port: once for all cores, or once for each.</summary>
    public long PortBytes(Network network) => network.Multicast || step.Step.StopsAtSharedBuffer ? bytes : Math.Max(bytes, allBytes);

    /// <summary>Cycles on the way from the shared buffer to a core: of its own link, or of the link that most cores share.</summary>
    public long LinkCycles(Network network, int cores)
    {
        long own = Ceiling.Of(coreBytes, network.BytesPerCorePerCycle);
        if (network.Topology == NetworkTopology.Crossbar) return own;
        long shared = Math.Min(network.Multicast ? bytes : Math.Max(bytes, allBytes), network.CoresBehindLink(cores) * coreBytes);
        return Math.Max(own, Ceiling.Of(shared, network.SharedLinkBytesPerCycle));
    }

    /// <summary>Load: its turn at the shared-buffer port; starts when the data are there.</summary>
    public Visit<Chunk>? AtPort { get; set; }

    /// <summary>Requests not yet served by their buses, and the latest end, in DRAM cycles, among those that are.</summary>
    public int RequestsLeft { get; set; }

    public long LastBurstEnd { get; set; }

    /// <summary>Cuts [Address, Address + Bytes) of a step at multiples of the chunk size.</summary>
    public static List<Chunk> Cut(StepState state, long chunkBytes)
    {
        long from = state.Step.Address, end = from + state.Step.Bytes;
        var chunks = new List<Chunk>();
        while (from < end)
        {
            long to = Math.Min(end, ((from / chunkBytes) + 1) * chunkBytes);
            // Wide: bytes of a chunk times bytes of a core may pass 2^63 for a very large tile.
            long Share(long of) => (long)((((Int128)(to - from) * of) + state.Step.Bytes - 1) / state.Step.Bytes);
            chunks.Add(new Chunk(state, from, to - from, Share(state.Step.BytesPerCore), Share(state.Step.BytesAllCores), to == end));
            from = to;
        }
        return chunks;
    }
}
