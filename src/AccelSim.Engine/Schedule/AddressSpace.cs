namespace AccelSim.Engine.Schedule;

/// <summary>Hands out addresses for the tensors of an operation; every tensor starts on a full channel-bank stripe.</summary>
/// <param name="alignment">Bytes of one ganged row in every bank of every bus.</param>
internal sealed class AddressSpace(long alignment)
{
    private long next;

    public long Take(long bytes)
    {
        long start = next;
        next += (bytes + alignment - 1) / alignment * alignment;
        return start;
    }
}
