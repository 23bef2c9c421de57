namespace AccelSim.Engine.Schedule;

/// <summary>Bytes of weights that the operation before left in the shared buffer: they serve the first loads, each whole or not at all.</summary>
internal sealed class WarmWeights(long bytes)
{
    private long left = bytes;

    /// <summary>Whether the next load, of so many bytes, finds its weights there; behind one that does not, none does.</summary>
    public bool Cover(long load)
    {
        bool there = load <= left;
        left = there ? left - load : 0;
        return there;
    }
}
