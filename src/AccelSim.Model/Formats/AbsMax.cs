using System.Numerics;
using System.Runtime.InteropServices;

namespace AccelSim.Model.Formats;

/// <summary>The largest magnitude of a run of values, found on the bit patterns so that a NaN is never lost.</summary>
internal static class AbsMax
{
    /// <summary>0 for an empty run; NaN where one is present; else the largest |x|, possibly infinite.</summary>
    public static float Of(ReadOnlySpan<float> values)
    {
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(values);
        int whole = bits.Length - bits.Length % Vector<int>.Count;
        var mask = new Vector<int>(int.MaxValue);
        var wide = Vector<int>.Zero;
        foreach (Vector<int> part in MemoryMarshal.Cast<int, Vector<int>>(bits[..whole]))
            wide = Vector.Max(wide, part & mask);
        int largest = 0;
        for (int lane = 0; lane < Vector<int>.Count; lane++)
            largest = Math.Max(largest, wide[lane]);
        foreach (int rest in bits[whole..])
            largest = Math.Max(largest, rest & int.MaxValue);
        return BitConverter.Int32BitsToSingle(largest);
    }
}
