using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>
/// Seeded random tensors [vectors, k]. An element is a pure function of its key and place, and of IEEE operations that every machine rounds
/// alike (no library logarithm), so that a tensor is the same bytes everywhere, whatever part of it is drawn.
/// </summary>
public static class SyntheticTensor
{
    private const double Unit32 = 1.0 / (1L << 32);

    /// <param name="data">How elements are drawn.</param>
    /// <param name="seed">Of the workload.</param>
    /// <param name="stream">Tells the tensors of one seed apart.</param>
    /// <param name="vectors">Columns of weights, or tokens.</param>
    /// <param name="k">Length along the reduction.</param>
    public static float[] Draw(TensorData data, long seed, int stream, int vectors, int k)
    {
        ArgumentNullException.ThrowIfNull(data);
        ulong key = CounterRandom.Next(unchecked((ulong)seed), (ulong)stream);
        float[] channels = Channels(data, key, k);
        var values = new float[(long)vectors * k];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)Element(data, new Source(CounterRandom.Next(key, (ulong)i))) * channels[i % k];
        return values;
    }

    /// <summary>Factor of every channel: the scale for exactly the wanted number of them, 1 for the rest.</summary>
    private static float[] Channels(TensorData data, ulong key, int k)
    {
        var factors = new float[k];
        factors.AsSpan().Fill(1);
        if (data.ChannelFraction <= 0)
            return factors;
        int large = Math.Clamp((int)Math.Round(data.ChannelFraction * k), 1, k);
        ulong other = CounterRandom.Next(key, ulong.MaxValue);
        foreach (int channel in Enumerable.Range(0, k).OrderBy(c => CounterRandom.Next(other, (ulong)c)).Take(large))
            factors[channel] = (float)data.ChannelScale;
        return factors;
    }

    private static double Element(TensorData data, Source source)
    {
        double z = Normal(ref source);
        return data.Distribution switch
        {
            TensorDistribution.HeavyTailed => z / Math.Sqrt(ChiSquare(ref source, data.Degrees) / (data.Degrees - 2)),
            TensorDistribution.Outliers => source.Uniform() < data.OutlierFraction ? z * data.OutlierScale : z,
            _ => z,
        };
    }

    /// <summary>Marsaglia's polar method; the second normal of a pair is not used.</summary>
    private static double Normal(ref Source source)
    {
        while (true)
        {
            ulong bits = source.Next();
            double u = (bits & uint.MaxValue) * Unit32 * 2 - 1;
            double v = (bits >> 32) * Unit32 * 2 - 1;
            double s = u * u + v * v;
            if (s is > 0 and < 1)
                return u * Math.Sqrt(-2 * ExactLog.Of(s) / s);
        }
    }

    /// <summary>An even number of degrees is -2 ln of a product of uniforms; an odd one adds a squared normal.</summary>
    private static double ChiSquare(ref Source source, int degrees)
    {
        double sum = 0;
        double product = 1;
        for (int i = 0; i < degrees / 2; i++)
        {
            product *= 1 - source.Uniform();
            if (product < 1e-200)
                (sum, product) = (sum - 2 * ExactLog.Of(product), 1);
        }
        sum -= 2 * ExactLog.Of(product);
        if (degrees % 2 == 0)
            return sum;
        double z = Normal(ref source);
        return sum + z * z;
    }

    /// <summary>The random numbers of one element.</summary>
    private struct Source(ulong key)
    {
        private ulong index;

        public ulong Next() => CounterRandom.Next(key, index++);

        /// <summary>From 0 to 1, 1 excluded.</summary>
        public double Uniform() => (Next() >> 11) * (1.0 / (1L << 53));
    }
}
