using System.Runtime.CompilerServices;

namespace AccelSim.Model.Formats;

/// <summary>The one place where bits are dropped: a magnitude divided by a power of two and rounded.</summary>
public static class RoundedShift
{
    /// <summary>
    /// <paramref name="magnitude"/> / 2^<paramref name="drop"/>, rounded. Integer arithmetic only.
    /// </summary>
    /// <param name="magnitude">The value in units of its lowest bit; below 2^63 where rounding may carry out of the top.</param>
    /// <param name="drop">Bits to drop, 0 or more; 64 and more leave only a fraction.</param>
    /// <param name="sticky">True when the exact value is slightly larger than <paramref name="magnitude"/>, by less than one unit; the dropped part must then span the decision (1 bit, or N bits under stochastic rounding).</param>
    /// <param name="rounding">The rule.</param>
    /// <param name="randomBits">N of stochastic rounding.</param>
    /// <param name="random">N random bits r: up exactly when floor(d * 2^N) + r >= 2^N for the dropped fraction d (gfloat).</param>
    public static ulong Right(ulong magnitude, int drop, bool sticky, Rounding rounding, int randomBits = 0, uint random = 0)
    {
        ulong kept = drop >= 64 ? 0 : magnitude >> drop;
        ulong rest = drop >= 64 ? magnitude : magnitude & ((1UL << drop) - 1);
        if (rest == 0 && !sticky)
            return kept;
        bool up = rounding switch
        {
            Rounding.NearestEven => CompareWithHalf(rest, drop, sticky) is var side && (side > 0 || (side == 0 && (kept & 1) != 0)),
            Rounding.NearestAway => CompareWithHalf(rest, drop, sticky) >= 0,
            Rounding.AwayFromZero => true,
            Rounding.Stochastic => Fraction(rest, drop, randomBits) + random >= 1UL << randomBits,
            _ => false,
        };
        return up ? kept + 1 : kept;
    }

    /// <summary>-1, 0 or 1 as the dropped part lies below, on or above one half of the last kept bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CompareWithHalf(ulong rest, int drop, bool sticky)
    {
        if (drop is 0 or > 64)
            return -1;
        ulong half = 1UL << (drop - 1);
        return rest == half ? (sticky ? 1 : 0) : rest < half ? -1 : 1;
    }

    /// <summary>floor(rest / 2^drop * 2^bits).</summary>
    private static ulong Fraction(ulong rest, int drop, int bits)
    {
        if (drop <= bits)
            return rest << (bits - drop);
        int shift = drop - bits;
        return shift >= 64 ? 0 : rest >> shift;
    }
}
