namespace AccelSim.Engine.Schedule;

/// <summary>Consecutive indices along one axis.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Length">How many; 0 for none.</param>
public readonly record struct Extent(long First, long Length)
{
    /// <summary>One past the last.</summary>
    public long End => First + Length;

    public bool IsEmpty => Length == 0;

    /// <summary>Tile number <paramref name="tile"/> of an axis of <paramref name="total"/> elements; empty beyond its end.</summary>
    internal static Extent Tile(long tile, long size, long total)
    {
        long first = Math.Min(tile * size, total);
        return new Extent(first, Math.Min(size, total - first));
    }

    public override string ToString() => $"[{First}, {End})";
}
