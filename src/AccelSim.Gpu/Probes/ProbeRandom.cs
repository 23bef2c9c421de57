using AccelSim.Model.Formats;

namespace AccelSim.Gpu.Probes;

/// <summary>A stream of random numbers that depends on nothing but its arguments: predictions are published, so it may never change.</summary>
public sealed class ProbeRandom
{
    private readonly ulong key;
    private ulong next;

    public ProbeRandom(string probe, string family, int seed)
    {
        ArgumentNullException.ThrowIfNull(probe);
        ArgumentNullException.ThrowIfNull(family);
        // FNV-1a, 64 bits.
        ulong hash = 14695981039346656037;
        unchecked
        {
            foreach (char letter in probe + "/" + family) hash = (hash ^ letter) * 1099511628211;
            key = hash ^ ((ulong)(uint)seed << 32);
        }
    }

    /// <summary>Random bits, 0 to 32 of them.</summary>
    public uint Bits(int count) => CounterRandom.Bits(key, next++, count);

    /// <summary>A number in [0, <paramref name="bound"/>).</summary>
    public int Below(int bound) => (int)(((ulong)Bits(32) * (ulong)bound) >> 32);

    /// <summary>Close to a normal distribution: twelve uniform numbers less six. No logarithm, whose last bit differs between libraries.</summary>
    public double Normal()
    {
        double sum = -6;
        for (int i = 0; i < 12; i++) sum += Bits(32) * (1.0 / 4294967296.0);
        return sum;
    }
}
