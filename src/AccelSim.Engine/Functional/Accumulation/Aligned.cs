using System.Runtime.CompilerServices;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>The shift that brings a term of a sum to the common exponent.</summary>
internal static class Aligned
{
    /// <summary>value * 2^<paramref name="shift"/>; bits below one are dropped as <paramref name="alignment"/> says. No guard, no sticky bit.</summary>
    /// <param name="value">A term whose shifted value fits 62 bits.</param>
    /// <param name="shift">Any; negative shifts right.</param>
    /// <param name="alignment">What becomes of dropped bits.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Shift(long value, int shift, Alignment alignment)
    {
        if (shift >= 0)
            return value << shift;
        int right = Math.Min(-shift, 63);
        if (alignment == Alignment.Floor || value >= 0)
            return value >> right;
        return -(-value >> right);
    }
}
