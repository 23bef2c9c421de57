namespace AccelSim.Model.Workloads;

/// <summary>
/// Seeded numbers addressed by index, so that no draw depends on another: the finaliser of SplitMix64 (Steele, Lea, Flood,
/// OOPSLA 2014) over seed and index.
/// </summary>
public readonly record struct CounterRandom(ulong Seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>64 uniform bits.</summary>
    public ulong Bits(ulong index) => unchecked(Mix(Mix(Seed + Golden) + (index + 1) * Golden));

    /// <summary>Uniform in [0, <paramref name="bound"/>), off by at most bound / 2^64.</summary>
    public int Below(int bound, ulong index) => (int)Math.BigMul(Bits(index), (ulong)bound, out _);

    private static ulong Mix(ulong z)
    {
        z = Stage(Stage(z, 30, 0xBF58476D1CE4E5B9), 27, 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }

    private static ulong Stage(ulong z, int shift, ulong factor) => unchecked((z ^ (z >> shift)) * factor);
}
