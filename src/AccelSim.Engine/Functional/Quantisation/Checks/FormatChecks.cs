using System.Collections.Immutable;
using AccelSim.Engine.Functional.Accumulation.Checks;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Engine.Functional.Quantisation.Checks;

/// <summary>What is checked about number formats and their stored images.</summary>
public static class FormatChecks
{
    private const int Images = 300, WideCodes = 20_000;

    /// <summary>Codes up to this many bits are tried one and all.</summary>
    private const int SmallBits = 16;

    /// <param name="formats">Those of the installation, the user's own included.</param>
    public static ImmutableArray<NumericCheck> All(FormatCatalogue formats) =>
    [
        new("codec-round-trips", "Every finite code of every element type comes back from its value (wider than 16 bits: random ones).", () => RoundTrips(formats)),
        new("codec-midpoints", "Every midpoint of neighbours of the 8-bit floats goes to the even one, anything beside it to the nearer.", () => Midpoints(formats)),
        new("stored-bits", "The stored image of every plain and block-scaled format is as long as is billed.", () => StoredBits(formats)),
        new("sq-pack", "Unpacking packed SQ weights gives them again, and the image is as long as is billed.", SqPack),
        new("sq-key-cache", "Keys in SQ-format appended one by one equal keys quantised together, and hold the bits that are billed.", Keys),
        new("sq-value-cache", "Values in SQ-format appended one by one equal whole banks quantised together, and hold the bits that are billed.", Values),
    ];

    private static CheckCount RoundTrips(FormatCatalogue formats)
    {
        var draw = new Draw(41);
        var count = default(CheckCount);
        foreach (ScalarCodec codec in formats.Scalars.Select(s => new ScalarCodec(s)))
        {
            // Integers are symmetric: their lowest code stands for no value.
            uint none = codec.Format.Kind == ScalarKind.Integer ? 1u << (codec.Format.CodeBits - 1) : uint.MaxValue;
            bool isSmall = codec.Format.CodeBits <= SmallBits;
            uint[] wide = isSmall ? [] : draw.Finite(codec, WideCodes);
            for (uint i = 0; i < (isSmall ? 1u << codec.Format.CodeBits : WideCodes); i++)
            {
                uint code = isSmall ? i : wide[i];
                if (code != none && codec.Classify(code) == CodeClass.Finite)
                    count += CheckCount.Of(codec.Encode(codec.DecodeExact(code)) == code);
            }
        }
        return count;
    }

    private static CheckCount Midpoints(FormatCatalogue formats)
    {
        var count = default(CheckCount);
        foreach (ScalarCodec codec in formats.Scalars.Where(s => s is { Kind: ScalarKind.Float, ScaleOnly: false, CodeBits: <= 8 }).Select(s => new ScalarCodec(s)))
        {
            // Codes of positive values ascend with them.
            for (uint code = 0; code < codec.MaxCode; code++)
            {
                double low = codec.DecodeExact(code), high = codec.DecodeExact(code + 1), middle = (low + high) / 2;
                count += CheckCount.Of(codec.Encode(middle) == (code % 2 == 0 ? code : code + 1));
                count += CheckCount.Of(codec.Encode(Math.BitDecrement(middle)) == code);
                count += CheckCount.Of(codec.Encode(Math.BitIncrement(middle)) == code + 1);
            }
        }
        return count;
    }

    private static CheckCount StoredBits(FormatCatalogue formats)
    {
        var draw = new Draw(42);
        NumberFormat[] coded = [.. formats.Formats.Where(f => f is PlainFormat or BlockScaledFormat && f.WhyNot(OperandRole.Weights) is null)];
        var count = default(CheckCount);
        for (int i = 0; i < Images; i++)
        {
            NumberFormat format = draw.One<NumberFormat>(coded);
            int vectors = 1 + draw.Below(5), k = 1 + draw.Below(200);
            float[] values = draw.Values(vectors * k);
            CodedMatrix matrix = format is PlainFormat plain ? PlainQuantizer.Quantize(plain, values, vectors, k) : BlockQuantizer.Quantize((BlockScaledFormat)format, values, vectors, k);
            count += CheckCount.Of(matrix.Pack().Length == format.Store(OperandRole.Weights, k, vectors).Bytes);
        }
        return count;
    }

    private static CheckCount SqPack()
    {
        var draw = new Draw(43);
        var count = default(CheckCount);
        for (int i = 0; i < Images; i++)
        {
            SqFormat format = Format(draw);
            int vectors = 1 + draw.Below(5), k = 1 + draw.Below(300);
            SqMatrix matrix = SqQuantizer.Quantize(format, draw.Values(vectors * k), vectors, k);
            byte[] image = SqPacking.Pack(matrix);
            count += CheckCount.Of(image.Length == format.Store(OperandRole.Weights, k, vectors).Bytes);
            count += Same(matrix, SqPacking.Unpack(format, vectors, k, image));
        }
        return count;
    }

    private static CheckCount Keys()
    {
        var draw = new Draw(44);
        var count = default(CheckCount);
        for (int i = 0; i < Images; i++)
        {
            SqFormat format = Format(draw);
            int tokens = 1 + draw.Below(20), dim = 1 + draw.Below(150);
            float[] keys = draw.Values(tokens * dim);
            var cache = new SqKeyCache(format, dim);
            for (int t = 0; t < tokens; t++) cache.Append(keys.AsSpan(t * dim, dim));
            count += Same(cache.Matrix(), SqQuantizer.Quantize(format, keys, tokens, dim));
            count += CheckCount.Of(cache.Stored == format.Store(OperandRole.KvKeys, dim, tokens));
        }
        return count;
    }

    private static CheckCount Values()
    {
        var draw = new Draw(45);
        var fp16 = new ScalarCodec(ScalarFormats.Fp16);
        var count = default(CheckCount);
        for (int i = 0; i < Images; i++)
        {
            SqFormat format = Format(draw);
            int dim = 1 + draw.Below(4), tokens = 1 + draw.Below(3 * format.Bank), whole = tokens / format.Bank * format.Bank;
            float[] values = draw.Values(tokens * dim);
            var cache = new SqValueCache(format, dim, ScalarFormats.Fp16);
            for (int t = 0; t < tokens; t++)
            {
                cache.Append(values.AsSpan(t * dim, dim));
                count += CheckCount.Of(cache.Stored == format.Store(OperandRole.KvValues, t + 1, dim));
            }
            var byChannel = new float[whole * dim];
            for (int j = 0; j < byChannel.Length; j++) byChannel[j] = fp16.Round(values[j % whole * dim + j / whole]);
            count += Same(cache.Matrix(), SqQuantizer.Quantize(format, byChannel, dim, whole));
            ReadOnlyMemory<float> tail = cache.Tail;
            for (int j = 0; j < tail.Length; j++) count += CheckCount.Of(tail.Span[j] == fp16.Round(values[whole * dim + j]));
        }
        return count;
    }

    /// <summary>A random SQ-format of integers or floats.</summary>
    internal static SqFormat Format(Draw draw)
    {
        int bank = draw.One(8, 16, 32, 64, 2 + draw.Below(129));
        (ScalarFormat high, ScalarFormat? low) = draw.One<(ScalarFormat, ScalarFormat?)>(
            (ScalarFormats.Int8, ScalarFormats.Int4), (ScalarFormats.Int8, ScalarFormats.Int2), (ScalarFormats.Int4, ScalarFormats.Int2),
            (ScalarFormats.Fp8E4M3, ScalarFormats.Fp4E2M1), (ScalarFormats.Int8, null));
        return new(high, low, bank, 1 + draw.Below(bank - 1), scale: draw.One(ScalarFormats.Fp16, ScalarFormats.Fp32, ScalarFormats.E8M0));
    }

    private static CheckCount Same(SqMatrix x, SqMatrix y) =>
        Compare(x.Low, y.Low) + Compare(x.High, y.High) + Compare(x.LowScales, y.LowScales) + Compare(x.HighScales, y.HighScales);

    private static CheckCount Compare<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) where T : IEquatable<T>
    {
        if (x.Length != y.Length) return new(1, 1);
        long wrong = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (!x[i].Equals(y[i])) wrong++;
        }
        return new(x.Length, wrong);
    }
}
