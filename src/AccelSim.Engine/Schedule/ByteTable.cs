namespace AccelSim.Engine.Schedule;

/// <summary>Bytes by number of vectors, remembered for the few numbers that a loop nest has.</summary>
internal sealed class ByteTable(Func<long, long> bytes)
{
    private const int Slots = 8;
    private readonly long[] keys = new long[Slots], values = new long[Slots];

    public long this[long count]
    {
        get
        {
            int slot = (int)(count & (Slots - 1));
            // Slot 0 starts out holding 0 vectors, which take 0 bytes; no other slot can be asked for 0.
            if (keys[slot] == count) return values[slot];
            keys[slot] = count;
            return values[slot] = bytes(count);
        }
    }
}
