using AccelSim.Model.Formats;

namespace AccelSim.Gpu.Checks;

/// <summary>Seeded random shapes, values and codes; the same seed gives the same ones.</summary>
/// <param name="seed">Any.</param>
public sealed class Draw(int seed)
{
    private readonly Random random = new(seed);

    /// <summary>Between <paramref name="low"/> and <paramref name="high"/>, both included.</summary>
    public int Within(int low, int high) => random.Next(low, high + 1);

    /// <summary>One of the choices.</summary>
    public T One<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    /// <summary>An extent of 1 to <paramref name="most"/>, often 1 or one beside a multiple of eight.</summary>
    public int Extent(int most) => random.Next(4) switch
    {
        0 => 1,
        1 => Math.Clamp(random.Next(most / 8 + 1) * 8 + random.Next(3) - 1, 1, most),
        _ => Within(1, most),
    };

    /// <summary>Values around 2^-e .. 2^e, some zero, some a hundred times larger.</summary>
    public float[] Values(int count)
    {
        int exponent = Within(-12, 12);
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            double value = random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5;
            values[i] = random.Next(24) switch
            {
                0 => 0,
                1 => (float)Math.ScaleB(100 * value, exponent),
                _ => (float)Math.ScaleB(value, exponent),
            };
        }
        return values;
    }

    /// <summary>Codes of a float format: mostly finite and of neighbouring exponents so that terms interact, or any bits at all.</summary>
    public uint[] Codes(ScalarFormat format, int count)
    {
        uint[] codes = new uint[count];
        int kind = random.Next(3), span = 1 << format.MantissaBits;
        int fields = 1 << format.ExponentBits, centre = random.Next(fields / 4, fields - fields / 4);
        for (int i = 0; i < count; i++)
        {
            uint sign = (uint)random.Next(2) << (format.CodeBits - 1);
            int field = Math.Clamp(centre + random.Next(-4, 5), 0, fields - 2);
            codes[i] = kind switch
            {
                0 => (uint)random.NextInt64(1L << format.CodeBits),
                1 => random.Next(400) == 0 ? (uint)random.NextInt64(1L << format.CodeBits) : sign | ((uint)(field * span) + (uint)random.Next(span)),
                _ => random.Next(16) == 0 ? sign : sign | ((uint)(field * span) + (uint)random.Next(span)),
            };
        }
        return codes;
    }

    /// <summary>Words of a result format: zeros, any bits, or numbers near one.</summary>
    public uint[] Starts(ScalarFormat format, int count) => random.Next(3) == 0 ? new uint[count] : Codes(format, count);
}
