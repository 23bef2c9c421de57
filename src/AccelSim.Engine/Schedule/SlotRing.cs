namespace AccelSim.Engine.Schedule;

/// <summary>Which tile each buffer of an operand holds; the oldest is replaced.</summary>
internal sealed class SlotRing(int slots)
{
    private readonly long[] tiles = Filled(slots);
    private int next;

    /// <summary>Slot that holds the tile, or -1.</summary>
    public int Find(long tile) => Array.IndexOf(tiles, tile);

    /// <summary>Slot into which the tile is to be loaded.</summary>
    public int Replace(long tile)
    {
        int slot = next;
        tiles[slot] = tile;
        next = (next + 1) % tiles.Length;
        return slot;
    }

    private static long[] Filled(int slots)
    {
        var tiles = new long[slots];
        Array.Fill(tiles, -1);
        return tiles;
    }
}
