using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Gpu.Probes;

/// <summary>All generators; a new one is a line here.</summary>
public static class ProbeFamilies
{
    public static ImmutableArray<ProbeFamily> All { get; } =
    [
        Float("zero-start", "Normal numbers, c = 0, as public recordings have it.", 1, true, (x, r) => Each(x, r, Normal, Normal, (_, _) => 0)),
        Float("normal", "Normal numbers, c too.", 1, true, (x, r) => Each(x, r, Normal, Normal, Normal)),
        Float("chain", "Two instructions chained through the accumulator.", 2, true, (x, r) => Each(x, r, Normal, Normal, Normal)),
        Float("one-large", "One large product among small ones: the bits kept below the largest exponent.", 1, true, OneLarge),
        Float("cancel", "Products that cancel but for their last bits.", 1, true, Cancel),
        Float("wide", "Exponents over the whole range, subnormals included.", 1, false, (x, r) => Each(x, r, Finite, Finite, Finite)),
        Float("specials", "Zeros of both signs, tiny and huge numbers, infinities and NaN, row by row.", 1, false, Specials),
        Float("bits", "Any bits.", 1, false, (x, r) => Each(x, r, Any, Any, Any)),
        new("zero-exponent", "The exponent that zero terms hold: one tiny product beside 2^-j for a range of j.", 1, false, HasZeroExponent, ZeroExponent),
        Integer("normal", "Any codes, small c.", 1, true, (x, r) => Each(x, r, Any, Any, (q, _) => unchecked((uint)(q.Below(2001) - 1000)))),
        Integer("chain", "Two instructions chained through the accumulator.", 2, true, (x, r) => Each(x, r, Any, Any, (q, _) => unchecked((uint)(q.Below(2001) - 1000)))),
        Integer("extreme", "Largest magnitudes, c at both ends of 32 bits: wrapping or clamping.", 1, false,
            (x, r) => Each(x, r, Extreme, Extreme, (q, _) => unchecked((uint)(q.Below(2) == 0 ? int.MaxValue - q.Below(100_000) : int.MinValue + q.Below(100_000))))),
    ];

    private static ProbeFamily Float(string name, string description, int steps, bool ordinary, Action<ProbeInputs, ProbeRandom> fill) =>
        new(name, description, steps, ordinary, ProbeFamily.IsFloat, fill);

    private static ProbeFamily Integer(string name, string description, int steps, bool ordinary, Action<ProbeInputs, ProbeRandom> fill) =>
        new(name, description, steps, ordinary, probe => !ProbeFamily.IsFloat(probe), fill);

    private static void Each(ProbeInputs x, ProbeRandom random,
        Func<ProbeRandom, ScalarCodec, uint> a, Func<ProbeRandom, ScalarCodec, uint> b, Func<ProbeRandom, ScalarCodec, uint> c)
    {
        ScalarCodec left = new(x.Probe.Left), right = new(x.Probe.Right), output = new(x.Probe.Output);
        for (int i = 0; i < x.A.Length; i++) x.A[i] = a(random, left);
        for (int i = 0; i < x.B.Length; i++) x.B[i] = b(random, right);
        for (int i = 0; i < x.C.Length; i++) x.C[i] = c(random, output);
    }

    private static uint Normal(ProbeRandom random, ScalarCodec codec) => codec.Encode(random.Normal(), Conversion.Saturating);

    private static uint Any(ProbeRandom random, ScalarCodec codec) => random.Bits(codec.Format.CodeBits);

    private static uint Extreme(ProbeRandom random, ScalarCodec codec)
    {
        uint most = 1u << (codec.Format.Bits - 1);
        return random.Below(4) switch { 0 => most - 1, 1 => most + 1, _ => most };
    }

    private static uint Finite(ProbeRandom random, ScalarCodec codec)
    {
        uint code = random.Bits(codec.Format.CodeBits);
        return codec.Classify(code) == CodeClass.Finite ? code : code & ~(1u << (codec.Format.CodeBits - 2));
    }

    private static void OneLarge(ProbeInputs x, ProbeRandom random)
    {
        Each(x, random, Normal, Normal, (q, codec) => codec.Encode(Math.ScaleB(q.Normal(), q.Below(16) - 8), Conversion.Saturating));
        ScalarCodec left = new(x.Probe.Left), right = new(x.Probe.Right);
        int reach = x.Probe.Left.Bits == 8 ? 6 : 13;
        for (int row = 0; row < x.A.Length; row += x.Terms) x.A[row + random.Below(x.Terms)] = left.Encode(Math.ScaleB(1 + random.Below(8) / 8.0, random.Below(reach)), Conversion.Saturating);
        for (int row = 0; row < x.B.Length; row += x.Terms)
        {
            for (int i = 0; i < x.Terms; i++) x.B[row + i] = right.Encode(Math.ScaleB(random.Normal(), -random.Below(reach)), Conversion.Saturating);
        }
    }

    private static void Cancel(ProbeInputs x, ProbeRandom random)
    {
        Each(x, random, Normal, Normal, (q, codec) => q.Below(2) == 0 ? 0 : codec.Encode(Math.ScaleB(q.Normal(), -q.Below(12)), Conversion.Saturating));
        uint sign = 1u << (x.Probe.Left.CodeBits - 1);
        int half = x.Terms / 2;
        for (int row = 0; row < x.A.Length; row += x.Terms)
        {
            // The other half of a row is the first with the sign turned, and now and then a neighbouring code.
            for (int i = 0; i < half; i++) x.A[row + half + i] = (x.A[row + i] ^ sign) ^ (random.Below(8) == 0 ? 1u : 0);
        }
        for (int row = 0; row < x.B.Length; row += x.Terms) x.B.AsSpan(row, half).CopyTo(x.B.AsSpan(row + half));
    }

    /// <summary>Rows in turn: signed zeros and tiny numbers; huge ones; a few infinities; a few NaN; zeros alone.</summary>
    private static void Specials(ProbeInputs x, ProbeRandom random)
    {
        ScalarCodec left = new(x.Probe.Left), right = new(x.Probe.Right), output = new(x.Probe.Output);
        for (int i = 0; i < x.A.Length; i++) x.A[i] = Special(random, left, i / x.Terms % 5);
        for (int i = 0; i < x.B.Length; i++) x.B[i] = Special(random, right, i / x.Terms % 4 == 3 ? 2 : i / x.Terms % 2);
        for (int i = 0; i < x.C.Length; i++) x.C[i] = Special(random, output, i / TensorProbe.Columns % 5);
    }

    private static uint Special(ProbeRandom random, ScalarCodec codec, int kind)
    {
        uint sign = random.Bits(1) << (codec.Format.CodeBits - 1);
        uint tiny = random.Below(3) switch { 0 => 0, 1 => 1, _ => random.Bits(codec.Format.MantissaBits) };
        uint infinity = codec.Format.HasInfinity ? codec.MaxCode + 1 : codec.MaxCode;
        uint nan = codec.NanCode == infinity + 1 || !codec.Format.HasInfinity ? codec.NanCode : infinity + 1 + random.Bits(codec.Format.MantissaBits - 1);
        return kind switch
        {
            0 => sign | tiny,
            1 => random.Below(2) == 0 ? sign | (codec.MaxCode - random.Bits(2)) : Normal(random, codec),
            2 => random.Below(24) == 0 ? sign | infinity : random.Below(6) == 0 ? sign : Normal(random, codec),
            4 => sign,
            _ => random.Below(24) == 0 ? sign | nan : random.Below(24) == 0 ? sign | infinity : Normal(random, codec),
        };
    }

    /// <summary>It shows only where products reach below it: 8-bit exponents, and fp16 results. E4M3 products stay above.</summary>
    private static bool HasZeroExponent(TensorProbe probe) => ProbeFamily.IsFloat(probe)
        && (probe.Left.ExponentBits == 8 || (probe.Output.Bits == 16 && probe.Left.ExponentBits == 5 && probe.Right.ExponentBits == 5));

    /// <summary>
    /// Row i holds j = first + i: a tiny product that is half or one unit of the result's last place, and 2^-j. fp32: -2^-j + 2^-149, which is 2^-149
    /// once 2^-j falls below what is kept, else 0 by truncation. fp16: 2^-25 + 2^-j, which rounds up to 2^-24 as long as 2^-j is seen (numerics: a tie alone rounds to 0).
    /// </summary>
    private static void ZeroExponent(ProbeInputs x, ProbeRandom random)
    {
        ScalarCodec left = new(x.Probe.Left), right = new(x.Probe.Right);
        bool single = x.Probe.Output.Bits == 32;
        (int tinyA, int tinyB) = single ? (-75, -74) : (-12, -13);
        int lowestB = single ? -75 : right.Format.LowestBit, first = single ? 150 : 26;
        // As far as the smallest subnormal of A goes.
        int last = Math.Min(single ? 185 : 48, -(left.Format.LowestBit + lowestB));
        for (int row = 0; row < x.A.Length / x.Terms; row++)
        {
            int j = first + row % (last - first + 1);
            x.A[row * x.Terms] = left.Encode(Math.ScaleB(1, tinyA), Conversion.Saturating);
            x.A[row * x.Terms + 1] = left.Encode(Math.ScaleB(single ? -1 : 1, -j - lowestB), Conversion.Saturating);
        }
        for (int row = 0; row < x.B.Length / x.Terms; row++)
        {
            x.B[row * x.Terms] = right.Encode(Math.ScaleB(1, tinyB), Conversion.Saturating);
            x.B[row * x.Terms + 1] = right.Encode(Math.ScaleB(1, lowestB), Conversion.Saturating);
        }
    }
}
