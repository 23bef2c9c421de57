namespace AccelSim.Engine.Timing.Reference;

/// <summary>A part of a load or store that travels together: its bytes between two multiples of the chunk size.</summary>
internal sealed class Chunk(StepState step, long address, long bytes, long coreBytes, bool isLast)
{
    public StepState Step => step;

    public long Address => address;

    public long Bytes => bytes;

    /// <summary>Bytes over the link of the busiest core.</summary>
    public long CoreBytes => coreBytes;

    public bool IsLast => isLast;

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
            long coreBytes = (long)((((Int128)(to - from) * state.Step.BytesPerCore) + state.Step.Bytes - 1) / state.Step.Bytes);
            chunks.Add(new Chunk(state, from, to - from, coreBytes, to == end));
            from = to;
        }
        return chunks;
    }
}
