namespace AccelSim.Model.Formats;

/// <summary>
/// Random bits as a pure function of a tensor's key and an element's index, so that neither thread order nor tiling changes a result.
/// The finaliser is SplitMix64's (Steele, Lea, Flood, OOPSLA 2014).
/// </summary>
public static class CounterRandom
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The low <paramref name="bits"/> (0 to 32) of the draw for an element.</summary>
    public static uint Bits(ulong key, ulong index, int bits) =>
        bits == 0 ? 0 : (uint)(Next(key, index) >> (64 - bits));

    /// <summary>64 random bits for an element.</summary>
    public static ulong Next(ulong key, ulong index) => unchecked(Mix(Mix(key + Golden) + (index + 1) * Golden));

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
