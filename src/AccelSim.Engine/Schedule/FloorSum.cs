namespace AccelSim.Engine.Schedule;

/// <summary>Sums of rounded-down linear terms in a logarithmic number of steps: what a triangular loop nest adds up to without walking it.</summary>
internal static class FloorSum
{
    /// <summary>Sum over i in [0, n) of floor((a i + b) / m), for n, a, b at least 0 and m at least 1.</summary>
    public static long Of(long n, long m, long a, long b)
    {
        // Euclid on the lattice points under the line (Graham, Knuth, Patashnik, Concrete Mathematics, 3.26 ff.).
        Int128 total = 0, count = n, modulus = m, slope = a, offset = b;
        while (count > 0)
        {
            total += count * (count - 1) / 2 * (slope / modulus) + count * (offset / modulus);
            (slope, offset) = (slope % modulus, offset % modulus);
            Int128 top = slope * count + offset;
            if (top < modulus) break;
            (count, offset, modulus, slope) = (top / modulus, top % modulus, slope, modulus);
        }
        return (long)total;
    }
}
