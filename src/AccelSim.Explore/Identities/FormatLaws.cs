using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Explore.Identities;

/// <summary>Bits of formats and their round trips (sections 3, 4 and 5).</summary>
internal static class FormatLaws
{
    private static readonly (string Format, double Bits)[] Published =
    [
        ("mxfp8_e4m3", 8.25), ("mxfp8_e5m2", 8.25), ("mxint8", 8.25), ("mxfp6_e2m3", 6.25), ("mxfp6_e3m2", 6.25), ("mxfp4", 4.25), ("nvfp4", 4.5),
        ("int4(g=128)", 4.125), ("int4(g=64)", 4.25), ("int4(g=32)", 4.5), ("fp8_e4m3(g=128x128,scale=fp32)", 8.001953125),
        ("fp8_e4m3(g=128,scale=fp32)", 8.25), ("2:4(bf16)", 9), ("2:4(int8)", 5), ("2:4(int4)", 3),
    ];

    private static readonly (double S, double Weights, double Activations)[] SqPublished = [(0.5, 8, 6), (0.75, 6, 5), (0.875, 5, 4.5), (0.9375, 4.5, 4.25)];

    public static readonly Law BitsPerElement = new("bits-per-element", "4", LawKind.Equality,
        "Every format takes the published bits per element, and a large matrix exactly those.", chance =>
        {
            (string text, double bits) = chance.Turn(Published);
            NumberFormat format = NamedFormat.Of(text);
            long k = 128 * 1024, vectors = 1 << 14;
            // One fp32 scale per tensor (NVFP4) or per vector (types without a group) vanish in a large matrix.
            double tail = text is "nvfp4" ? 32 : format is TwoFourFormat { Inner: { Group: 0, Scale: { } scale } } ? (double)scale.Bits * vectors : 0;
            return Trial.Equal([format.BitsPerElement(OperandRole.Weights), (format.Store(OperandRole.Weights, k, vectors).Total - tail) / (k * vectors)], bits, bits);
        });

    public static readonly Law SqBits = new("sq-bits", "5", LawKind.Equality,
        "SQ weights take h_low + (1-s) h_high bits, activations s h_low + (1-s) h_high, and two fp16 scales per bank of 64 half a bit.", chance =>
        {
            (double s, double weights, double activations) = chance.Turn(SqPublished);
            NumberFormat format = NamedFormat.Of(FormattableString.Invariant($"sq(int8/int4,b=64,s={s})"));
            StoredBits stored = format.Store(OperandRole.Weights, 64 * chance.Int(1, 40), chance.Int(1, 40));
            return Trial.Equal([format.BitsPerElement(OperandRole.Weights), format.BitsPerElement(OperandRole.Activations), (double)stored.Payload / (stored.Scales * 2)],
                weights + 0.5, activations, weights);
        });

    public static readonly Law StaticMask = new("sq-mask-bytes", "5", LawKind.Equality,
        "A byte per input channel of every linear layer of Llama-3-70B is 5.9375 MiB of static masks.", _ =>
        {
            NumberFormat format = NamedFormat.Of("sq(int8/int4,b=64,s=0.875,static)");
            double Bytes(long k) => format.Store(OperandRole.Activations, k, 1).Metadata / 8.0;
            return Trial.Equal(80 * (6 * Bytes(8192) + Bytes(28_672)), 5.9375 * (1 << 20));
        });

    public static readonly Law PackedLength = new("stored-bits", "3", LawKind.Equality,
        "A packed matrix has exactly the bits billed: payload, scales, metadata and padding.", chance =>
        {
            (NumberFormat format, int vectors, int k, float[] values) = Draw(chance);
            StoredBits billed = format.Store(OperandRole.Weights, k, vectors);
            double parts = billed.Payload + billed.Scales + billed.Metadata + billed.Padding;
            return Trial.Equal([Packed(format, values, vectors, k).Length, Math.Ceiling(parts / 8)], billed.Bytes, billed.Bytes);
        });

    public static readonly Law Unpacked = new("pack-unpack", "4", LawKind.Equality,
        "Unpacking what was packed gives every code and scale back.", chance =>
        {
            (NumberFormat format, int vectors, int k, float[] values) = Draw(chance);
            return new Trial(Read(format, Packed(format, values, vectors, k), vectors, k), s => s.Zip(Codes(format, values, vectors, k), Slack.Equal).Min());
        });

    public static readonly Law CodeRoundTrip = new("decode-encode", "4", LawKind.Equality,
        "Decoding a code and encoding its value gives the code, or one that shares the value.", chance =>
        {
            ScalarFormat[] all = [.. FormatCatalogue.BuiltIn.Scalars.Where(f => f.CodeBits <= 16)];
            var codec = new ScalarCodec(chance.Turn<ScalarFormat>(all));
            uint[] codes = codec.Format.CodeBits <= 8 ? [.. Enumerable.Range(0, 1 << codec.Format.CodeBits).Select(c => (uint)c)]
                : [.. Enumerable.Range(0, 256).Select(_ => (uint)chance.Int(0, (1 << codec.Format.CodeBits) - 1))];
            // The unused minimum of an integer has no place among encoded values.
            uint[] finite = [.. codes.Where(c => codec.Classify(c) == CodeClass.Finite && Math.Abs((double)codec.Decode(c)) <= codec.Format.MaxFinite)];
            double[] values = [.. finite.Select(c => (double)codec.Decode(c))];
            return new Trial([.. finite.Select(c => (double)codec.Decode(codec.Encode(codec.Decode(c))))], s => s.Zip(values, Slack.Equal).Min());
        });

    internal static (NumberFormat Format, int Vectors, int K, float[] Values) Draw(Chance chance)
    {
        NumberFormat[] all = [.. FormatCatalogue.BuiltIn.Formats, .. FormatCatalogue.ParametricExamples];
        NumberFormat format = chance.Turn<NumberFormat>([.. all.Where(f => f.WhyNot(OperandRole.Weights) is null)]);
        int vectors = chance.Int(1, 5), k = chance.Int(1, 200);
        return (format, vectors, k, chance.Values(vectors * k));
    }

    private static byte[] Packed(NumberFormat format, float[] values, int vectors, int k) => format switch
    {
        PlainFormat plain => PlainQuantizer.Quantize(plain, values, vectors, k).Pack(),
        BlockScaledFormat block => BlockQuantizer.Quantize(block, values, vectors, k).Pack(),
        SqFormat sq => SqPacking.Pack(SqQuantizer.Quantize(sq, values, vectors, k)),
        TwoFourFormat twoFour => TwoFourMatrix.Quantize(twoFour, values, vectors, k).Pack(),
        _ => throw new ArgumentException($"{format} has no packing"),
    };

    /// <summary>Codes and scales as quantised.</summary>
    private static double[] Codes(NumberFormat format, float[] values, int vectors, int k)
    {
        if (format is SqFormat sq) return All(SqQuantizer.Quantize(sq, values, vectors, k));
        if (format is TwoFourFormat twoFour)
        {
            TwoFourMatrix kept = TwoFourMatrix.Quantize(twoFour, values, vectors, k);
            int stored = kept.Mask.Length / vectors;
            return [.. Positions(kept.Mask.ToArray(), i => i % stored < k ? kept.Dense.Code(i / stored, i % stored) : 0), .. kept.Dense.Scales.ToArray().Select(x => (double)x)];
        }
        CodedMatrix matrix = format is PlainFormat plain ? PlainQuantizer.Quantize(plain, values, vectors, k) : BlockQuantizer.Quantize((BlockScaledFormat)format, values, vectors, k);
        return [.. Enumerable.Range(0, vectors * matrix.StoredK).Select(i => (double)matrix.Code(i / matrix.StoredK, i % matrix.StoredK)),
            .. matrix.Scales.ToArray().Select(x => (double)x)];
    }

    /// <summary>Codes and scales as read back from the packed bytes.</summary>
    private static double[] Read(NumberFormat format, byte[] packed, int vectors, int k)
    {
        if (format is SqFormat sq) return All(SqPacking.Unpack(sq, vectors, k, packed));
        if (format is TwoFourFormat twoFour) return ReadQuads(twoFour, packed, vectors, k);
        (ScalarFormat element, ScalarFormat? scale) = format is PlainFormat plain ? (plain.Element, plain.Scale) : (((BlockScaledFormat)format).Element, ((BlockScaledFormat)format).Scale);
        var reader = new BitReader(packed);
        var read = new List<double>();
        for (long i = 0; i < vectors * format.StoredLength(k); i++) read.Add(reader.Read(element.Bits) & (uint.MaxValue >> (32 - element.CodeBits)));
        if (scale is null) return [.. read];
        var codec = new ScalarCodec(scale);
        long scales = format.Store(OperandRole.Weights, k, vectors).Scales;
        if (format is BlockScaledFormat { TensorScale: { } tensor }) scales -= tensor.Bits;
        for (long i = 0; i < scales / scale.Bits; i++) read.Add(codec.Decode(reader.Read(scale.Bits)));
        return [.. read];
    }

    /// <summary>Of every quad the two kept codes, then their places.</summary>
    private static double[] ReadQuads(TwoFourFormat format, byte[] packed, int vectors, int k)
    {
        var reader = new BitReader(packed);
        var read = new List<double>();
        for (long quad = 0; quad < vectors * format.StoredLength(k) / 4; quad++)
        {
            for (int i = 0; i < 2; i++) read.Add(reader.Read(format.Inner.Element.Bits) & (uint.MaxValue >> (32 - format.Inner.Element.CodeBits)));
            for (int i = 0; i < 2; i++) read.Add(reader.Read(2));
        }
        if (format.Inner.Scale is not { } scale) return [.. read];
        var codec = new ScalarCodec(scale);
        for (long i = 0; i < format.Inner.Store(OperandRole.Weights, k, vectors).Scales / scale.Bits; i++) read.Add(codec.Decode(reader.Read(scale.Bits)));
        return [.. read];
    }

    private static IEnumerable<double> Positions(bool[] mask, Func<int, uint> code)
    {
        for (int quad = 0; quad < mask.Length; quad += 4)
        {
            int[] kept = [.. Enumerable.Range(quad, 4).Where(i => mask[i])];
            foreach (int i in kept) yield return code(i);
            foreach (int i in kept) yield return i - quad;
        }
    }

    private static double[] All(SqMatrix m) =>
        [.. m.Low.ToArray().Select(x => (double)x), .. m.High.ToArray().Select(x => (double)x), .. m.LowScales.ToArray().Select(x => (double)x), .. m.HighScales.ToArray().Select(x => (double)x)];
}
