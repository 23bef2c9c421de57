using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation.Serving;

/// <summary>Seeded draws, each addressed by a stream and an index, so that no draw depends on another.</summary>
public readonly record struct Uniform(ulong Seed)
{
    /// <summary>In [0, 1).</summary>
    public double At(ulong stream, ulong index) => (new CounterRandom(new CounterRandom(Seed).Bits(stream)).Bits(index) >> 11) * (1.0 / (1UL << 53));

    /// <summary>Exponential with mean 1.</summary>
    public double Exponential(ulong stream, ulong index) => -Math.Log(1 - At(stream, index));

    /// <summary>Log-normal with mean 1 and a given sigma of the logarithm (Box-Muller).</summary>
    public double LogNormal(ulong stream, ulong index, double sigma)
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - At(stream, 2 * index))) * Math.Cos(2 * Math.PI * At(stream, 2 * index + 1));
        return Math.Exp(sigma * normal - sigma * sigma / 2);
    }
}
