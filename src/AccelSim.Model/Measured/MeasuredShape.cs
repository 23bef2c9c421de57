namespace AccelSim.Model.Measured;

/// <summary>Extents of a measured kernel; unused ones are 0.</summary>
public readonly record struct MeasuredShape(long A, long B, long C, long D = 0, long E = 0, long F = 0)
{
    /// <summary>
    /// Whether rows of this shape calibrate (the others report): one bit of a 32-bit FNV-1a hash of the extents, mixed once, so that all
    /// dtypes, machines and versions of a shape fall on the same side.
    /// </summary>
    public bool Calibrates
    {
        get
        {
            uint hash = 2166136261;
            foreach (long extent in (ReadOnlySpan<long>)[A, B, C, D, E, F])
            {
                for (int shift = 0; shift < 32; shift += 8) hash = unchecked((hash ^ (uint)(extent >> shift & 255)) * 16777619);
            }
            hash ^= hash >> 15;
            hash = unchecked(hash * 0x2c1b3c6d);
            hash ^= hash >> 12;
            return (hash & 1) == 0;
        }
    }
}
