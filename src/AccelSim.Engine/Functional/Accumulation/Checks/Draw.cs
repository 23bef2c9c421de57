using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation.Checks;

/// <summary>Seeded operands: any codes at all, or finite numbers of a few neighbouring exponents, so that terms interact.</summary>
/// <param name="seed">The same seed gives the same codes.</param>
internal sealed class Draw(int seed)
{
    private readonly Random random = new(seed);

    public static ScalarFormat[] Operands { get; } =
        [ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E5M2, ScalarFormats.Fp16, ScalarFormats.Bf16, ScalarFormats.Tf32, ScalarFormats.Fp6E3M2, ScalarFormats.Fp4E2M1];

    public int Below(int bound) => random.Next(bound);

    public T One<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    public void Shuffle<T>(Span<T> values) => random.Shuffle(values);

    /// <summary>Any code of a format, NaN and infinity included.</summary>
    public uint[] Any(ScalarFormat format, int count) => Codes(count, () => (uint)random.NextInt64(1L << format.CodeBits));

    /// <summary>Any finite code.</summary>
    public uint[] Finite(ScalarCodec codec, int count) => Codes(count, () =>
    {
        uint code = (uint)random.NextInt64(1L << codec.Format.CodeBits);
        return codec.Classify(code) == CodeClass.Finite ? code : 0;
    });

    /// <summary>Values +-[2^low, 2^high), a zero among sixteen.</summary>
    public uint[] Near(ScalarCodec codec, int count, int low, int high) => Codes(count, () => random.Next(16) == 0
        ? 0
        : codec.Encode((random.Next(2) * 2 - 1) * Math.ScaleB(1 + random.NextDouble(), random.Next(low, high)), Conversion.Saturating));

    /// <summary>Values of either sign over some sixteen octaves, a zero among sixteen, an outlier among thirty-two.</summary>
    public float[] Values(int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            int kind = random.Next(32);
            double value = (random.NextDouble() * 2 - 1) * random.NextDouble() * Math.ScaleB(1, random.Next(-4, 1));
            values[i] = kind < 2 ? 0 : (float)(kind == 2 ? 16 * value : value);
        }
        return values;
    }

    private static uint[] Codes(int count, Func<uint> draw)
    {
        uint[] codes = new uint[count];
        for (int i = 0; i < count; i++) codes[i] = draw();
        return codes;
    }
}
