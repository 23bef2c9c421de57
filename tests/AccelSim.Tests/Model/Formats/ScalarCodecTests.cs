using System.Numerics;
using AccelSim.Model.Formats;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats;

[TestFixtureSource(typeof(ScalarOracle), nameof(ScalarOracle.Small))]
public sealed class ScalarCodecTests(ScalarFormat format)
{
    private static readonly Conversion[] Deterministic =
    [
        .. from rounding in new[] { Rounding.NearestEven, Rounding.TowardZero, Rounding.NearestAway, Rounding.AwayFromZero }
           from overflow in new[] { OverflowRule.Saturate, OverflowRule.Infinity }
           select new Conversion(rounding, overflow, NanRule.Maximum),
    ];

    private readonly ScalarCodec codec = new(format);
    private readonly RoundingOracle oracle = new(format);

    [Test]
    public void Every_code_decodes_to_its_definition()
    {
        foreach (uint code in ScalarOracle.Codes(format))
        {
            if (ScalarOracle.Value(format, code) is { } value)
            {
                if (!Same(codec.DecodeExact(code), value) || !Same(codec.Decode(code), value))
                    Assert.Fail($"{format}: code {code:X} is {value} but gave {codec.DecodeExact(code)}");
            }
        }
    }

    [Test]
    public void Every_code_comes_back_from_its_value()
    {
        foreach (uint code in ScalarOracle.Codes(format))
        {
            if (ScalarOracle.Value(format, code) is not { } value || double.IsNaN(value))
                continue;
            foreach (var conversion in Deterministic.Append(Conversion.Stochastic(7)))
            {
                if (double.IsInfinity(value) && conversion.Overflow == OverflowRule.Saturate)
                    continue;
                uint viaFloat = codec.Encode((float)value, conversion, random: 127);
                uint viaDouble = codec.Encode(value, conversion, random: 127);
                if (viaFloat != code || viaDouble != code)
                    Assert.Fail($"{value} is {code:X} but became {viaFloat:X} from fp32 and {viaDouble:X} from double under {conversion}");
            }
        }
    }

    [Test]
    public void Unpacking_gives_the_value_as_exact_integers()
    {
        foreach (uint code in ScalarOracle.Codes(format))
        {
            if (ScalarOracle.Value(format, code) is not { } value)
                continue;
            var unpacked = codec.Unpack(code);
            var expected = double.IsNaN(value) ? CodeClass.Nan : double.IsInfinity(value) ? CodeClass.Infinity : CodeClass.Finite;
            bool right = unpacked.Class == expected && codec.Classify(code) == expected && expected switch
            {
                CodeClass.Finite => Math.ScaleB(unpacked.Significand, unpacked.Exponent) == value,
                CodeClass.Infinity => Math.Sign(unpacked.Significand) == Math.Sign(value),
                _ => true,
            };
            if (!right)
                Assert.Fail($"{format}: code {code:X} is {value} but unpacked to {unpacked}");
        }
    }

    [Test]
    public void Midpoints_and_their_neighbours_round_as_the_rule_says()
    {
        double top = format.MaxFinite + Math.ScaleB(1, format.MaxExponent - format.SignificandBits + 1);
        double[] bounds = [0, .. oracle.Grid, top, 2 * top];
        // Every midpoint of the 8-bit formats; of the wider ones every seventh, which meets all exponents and all last bits.
        int stride = format.CodeBits <= 8 ? 1 : 7;
        for (int i = 0; i + 1 < bounds.Length; i += stride)
        {
            double middle = (bounds[i] + bounds[i + 1]) / 2;
            double[] near = [middle, Math.BitIncrement(middle), Math.BitDecrement(middle), bounds[i + 1], Math.BitIncrement(bounds[i + 1]), Math.BitDecrement(bounds[i + 1])];
            foreach (double x in near)
                CheckBothSigns(x);
            float single = (float)middle;
            foreach (float x in new[] { single, MathF.BitIncrement(single), MathF.BitDecrement(single) })
                CheckBothSigns(x);
        }
    }

    [Test]
    public void Any_fp32_word_rounds_to_the_neighbour_that_the_rule_names() =>
        Gen.UInt.Select(BitConverter.UInt32BitsToSingle).Sample(x => CheckBothSigns(x), iter: 5_000);

    [Test]
    public void Values_near_the_grid_round_to_the_neighbour_that_the_rule_names() =>
        Gen.Select(Gen.Int[0, 1 << 30], Gen.Int[-4, 4]).Sample((mantissa, extra) =>
        {
            double spread = Math.ScaleB(mantissa, -30 + extra);
            CheckBothSigns(spread * format.MaxFinite);
            CheckBothSigns(spread * format.MinSubnormal);
            CheckBothSigns(spread * Math.Sqrt(format.MaxFinite) * Math.Sqrt(format.MinSubnormal));
        }, iter: 5_000);

    [Test]
    public void Rounding_is_monotone() =>
        Gen.Select(Gen.Double[-1, 1], Gen.Double[-1, 1], Gen.OneOf(Deterministic)).Sample((a, b, conversion) =>
        {
            conversion = conversion with { Overflow = OverflowRule.Saturate };
            double low = Math.Min(a, b) * format.MaxFinite * 1.1;
            double high = Math.Max(a, b) * format.MaxFinite * 1.1;
            return codec.DecodeExact(codec.Encode(low, conversion)) <= codec.DecodeExact(codec.Encode(high, conversion));
        }, iter: 5_000);

    [Test]
    public void Infinity_and_nan_follow_the_policy()
    {
        foreach (var conversion in Deterministic)
        {
            Check(codec.Decode(codec.Encode(float.PositiveInfinity, conversion)), oracle.Round(double.PositiveInfinity, conversion.Rounding, conversion.Overflow), "+inf");
            Check(codec.Decode(codec.Encode(float.NegativeInfinity, conversion)), oracle.Round(double.NegativeInfinity, conversion.Rounding, conversion.Overflow), "-inf");
            double nan = format.HasNan ? double.NaN : format.MaxFinite;
            Check(codec.Decode(codec.Encode(float.NaN, conversion)), nan, "NaN");
            Check(codec.Decode(codec.Encode(-double.NaN, conversion)), nan, "NaN");
            if (!format.HasNan)
                Assert.That(() => codec.Encode(float.NaN, conversion with { Nan = NanRule.Refuse }), Throws.InstanceOf<ArithmeticException>());
        }
    }

    [Test]
    public void Stochastic_rounding_has_the_exact_mean_over_all_random_bits()
    {
        const int Bits = 6;
        var conversion = Conversion.Stochastic(Bits);
        Gen.Select(Gen.Int[0, oracle.Grid.Count - 2], Gen.Int[0, 1 << Bits]).Sample((i, part) =>
        {
            double low = oracle.Grid[i];
            double high = oracle.Grid[i + 1];
            double x = low + (high - low) / (1 << Bits) * part;
            double sum = 0;
            for (uint random = 0; random < 1 << Bits; random++)
                sum += codec.DecodeExact(codec.Encode(x, conversion, random)) / (1 << Bits);
            Assert.That(sum, Is.EqualTo(x));
        }, iter: 500);
    }

    [Test]
    public void A_run_of_values_is_encoded_as_each_value_alone()
    {
        var word = Gen.UInt.Select(BitConverter.UInt32BitsToSingle);
        var nearGrid = Gen.Select(Gen.Float[-1.1f, 1.1f], Gen.Int[0, 12]).Select((x, e) => MathF.ScaleB(x, -e) * (float)format.MaxFinite);
        var nearZero = Gen.Float[-20, 20].Select(x => x * (float)format.MinSubnormal);
        Gen.Select(Gen.OneOf(word, nearGrid, nearZero).Array[0, 200], Gen.OneOf([.. Deterministic, Conversion.Stochastic(9) with { Nan = NanRule.Maximum }]))
            .Sample(IsEncodedOneByOne, iter: 300);
    }

    [Test]
    public void A_run_of_midpoints_is_encoded_as_each_value_alone()
    {
        float[] middles = [.. oracle.Grid.Zip(oracle.Grid.Skip(1), (a, b) => (float)((a + b) / 2))];
        float[] all = [.. middles.SelectMany(m => new[] { m, MathF.BitIncrement(m), MathF.BitDecrement(m), -m })];
        foreach (var conversion in Deterministic)
            Assert.That(IsEncodedOneByOne(all, conversion), conversion.ToString());
    }

    private bool IsEncodedOneByOne(float[] values, Conversion conversion)
    {
        if (format.CodeBits <= 8)
            return IsEncodedOneByOne<byte>(values, conversion) && IsEncodedOneByOne<uint>(values, conversion);
        return IsEncodedOneByOne<ushort>(values, conversion) && IsEncodedOneByOne<uint>(values, conversion);
    }

    private bool IsEncodedOneByOne<TCode>(float[] values, Conversion conversion)
        where TCode : unmanaged, IBinaryInteger<TCode>, IUnsignedNumber<TCode>
    {
        var codes = new TCode[values.Length];
        codec.Encode(values, codes.AsSpan(), conversion, key: 3, firstIndex: 5);
        float[] decoded = new float[values.Length];
        codec.Decode<TCode>(codes, decoded);
        for (int i = 0; i < values.Length; i++)
        {
            uint random = CounterRandom.Bits(3, (ulong)(5 + i), conversion.RandomBits);
            uint alone = codec.Encode(values[i], conversion, random);
            if (uint.CreateTruncating(codes[i]) != alone || !decoded[i].Equals(codec.Decode(alone)))
                return false;
        }
        return true;
    }

    private void CheckBothSigns(double x)
    {
        foreach (var conversion in Deterministic)
        {
            foreach (double signed in new[] { x, -x })
            {
                double expected = double.IsNaN(signed) ? (format.HasNan ? double.NaN : format.MaxFinite)
                    : oracle.Round(signed, conversion.Rounding, conversion.Overflow);
                double rounded = codec.DecodeExact(codec.Encode(signed, conversion));
                if (!Same(rounded, expected))
                    Check(rounded, expected, $"{signed:R} under {conversion}");
                if ((float)signed != signed)
                    continue;
                rounded = codec.DecodeExact(codec.Encode((float)signed, conversion));
                if (!Same(rounded, expected))
                    Check(rounded, expected, $"fp32 {signed:R} under {conversion}");
            }
        }
    }

    private void Check(double actual, double expected, string what)
    {
        if (!Same(actual, expected))
            Assert.Fail($"{format}: {what} gave {actual:R}, expected {expected:R}");
    }

    /// <summary>Equal values; the sign of zero counts except where the format has none.</summary>
    private bool Same(double actual, double expected)
    {
        bool hasNegativeZero = format.Kind == ScalarKind.Float && format.Signed && format.Specials != SpecialValues.NanNegativeZero;
        return actual.Equals(expected) && (expected != 0 || !hasNegativeZero || double.IsNegative(actual) == double.IsNegative(expected));
    }
}
