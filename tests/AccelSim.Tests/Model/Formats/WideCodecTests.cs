using System.Numerics;
using AccelSim.Model.Formats;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats;

/// <summary>Formats too wide for a table, against .NET's own conversions and BigInteger; known limits of the 8-bit ones.</summary>
public sealed class WideCodecTests
{
    private static readonly ScalarCodec Fp32 = new(ScalarFormats.Fp32);
    private static readonly ScalarCodec Tf32 = new(ScalarFormats.Tf32);
    private static readonly ScalarCodec Fp16 = new(ScalarFormats.Fp16);
    private static readonly ScalarCodec Bf16 = new(ScalarFormats.Bf16);
    private static readonly ScalarCodec Int32 = new(ScalarFormats.Int32);
    private static readonly ScalarCodec E4M3 = new(ScalarFormats.Fp8E4M3);
    private static readonly ScalarCodec E5M2 = new(ScalarFormats.Fp8E5M2);

    private static readonly Gen<double> AnyFinite = Gen.ULong.Select(BitConverter.UInt64BitsToDouble).Where(double.IsFinite);

    /// <summary>Doubles in and around the range of fp32, where the interesting roundings are.</summary>
    private static readonly Gen<double> NearSingle =
        Gen.Select(Gen.Double[-2, 2], Gen.Int[-155, 130]).Select((m, e) => Math.ScaleB(m, e));

    [Test]
    public void Doubles_become_fp32_as_the_processor_converts_them() =>
        Gen.OneOf(AnyFinite, NearSingle).Sample(x =>
            Fp32.Encode(x, Conversion.Ieee) == BitConverter.SingleToUInt32Bits((float)x), iter: 100_000);

    [Test]
    public void Doubles_become_fp16_as_the_base_library_converts_them() =>
        Gen.OneOf(AnyFinite, Gen.Select(Gen.Double[-2, 2], Gen.Int[-28, 18]).Select((m, e) => Math.ScaleB(m, e))).Sample(x =>
            Fp16.Encode(x, Conversion.Ieee) == BitConverter.HalfToUInt16Bits((Half)x), iter: 100_000);

    [Test]
    public void Fp32_words_pass_through_fp32_unchanged() =>
        Gen.UInt.Sample(word =>
        {
            float value = BitConverter.UInt32BitsToSingle(word);
            return float.IsNaN(value) || (Fp32.Encode(value, Conversion.Ieee) == word && BitConverter.SingleToUInt32Bits(Fp32.Decode(word)) == word);
        }, iter: 100_000);

    [Test]
    public void Fast_and_defining_routines_agree_on_tf32_and_bf16() =>
        Gen.Select(Gen.UInt, Gen.OneOf(Tf32, Bf16, Fp16, E4M3, E5M2), Gen.OneOf(OverflowRule.Saturate, OverflowRule.Infinity)).Sample((word, codec, overflow) =>
        {
            float value = BitConverter.UInt32BitsToSingle(word);
            var conversion = new Conversion(Overflow: overflow);
            return codec.Encode(value, conversion) == codec.EncodeScaled(value, 0, conversion);
        }, iter: 200_000);

    [Test]
    public void Tf32_truncated_is_the_top_19_bits_of_the_word() =>
        Gen.UInt.Where(w => (w & 0x7F800000) != 0x7F800000).Sample(word =>
            Tf32.Encode(BitConverter.UInt32BitsToSingle(word), new Conversion(Rounding.TowardZero)) == word >> 13, iter: 100_000);

    [Test]
    public void Int32_saturates_on_its_symmetric_range()
    {
        Assert.That(Int32.DecodeExact(Int32.Encode(3e9)), Is.EqualTo(2147483647));
        Assert.That(Int32.DecodeExact(Int32.Encode(-3e9)), Is.EqualTo(-2147483647));
        Assert.That(Int32.DecodeExact(Int32.Encode(2147483646.5)), Is.EqualTo(2147483646));
        Gen.Double[-2147483647, 2147483647].Sample(x => Int32.DecodeExact(Int32.Encode(x)) == Math.Round(x));
    }

    [Test]
    public void A_wide_magnitude_rounds_once() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[-200, 60], Gen.OneOf(Fp32, Bf16, Fp16, E4M3)).Sample((high, low, exponent, codec) =>
        {
            // Truncated to 53 bits with the rest folded into the last bit ("round to odd"), a double keeps every rounding decision of <= 51 bits.
            var magnitude = new UInt128(high, low);
            int excess = Math.Max(128 - (int)UInt128.LeadingZeroCount(magnitude) - 53, 0);
            var top = magnitude >> excess;
            if (top << excess != magnitude)
                top |= 1;
            double reference = Math.ScaleB((double)top, exponent + excess);
            Assert.That(codec.Encode(false, magnitude, exponent, false, Conversion.Ieee), Is.EqualTo(codec.Encode(reference, Conversion.Ieee)));
            if (top > uint.MaxValue)
                Assert.That(codec.Encode(false, top, exponent + excess, true, Conversion.Ieee),
                Is.EqualTo(codec.Encode(false, (top << 1) | 1, exponent + excess - 1, false, Conversion.Ieee)), "sticky acts as bits below the lowest");
        }, iter: 50_000);

    [TestCase(448, 448)]
    [TestCase(464, 448)]
    [TestCase(464.00003f, float.NaN)]
    [TestCase(480, float.NaN)]
    [TestCase(-464, -448)]
    [TestCase(-465, float.NaN)]
    public void E4m3_464_rounds_to_448_and_more_overflows(float value, float expected)
    {
        Assert.That(E4M3.Round(value, Conversion.Ieee), Is.EqualTo(expected));
        Assert.That(E4M3.Round(value), Is.EqualTo(Math.Sign(value) * 448));
    }

    [TestCase(61439.996f, 57344)]
    [TestCase(61440, float.PositiveInfinity)]
    [TestCase(-61440, float.NegativeInfinity)]
    public void E5m2_overflows_from_61440(float value, float expected) =>
        Assert.That(E5M2.Round(value, Conversion.Ieee), Is.EqualTo(expected));

    [TestCase(65519.996f, 65504)]
    [TestCase(65520, float.PositiveInfinity)]
    public void Fp16_overflows_from_65520(float value, float expected) =>
        Assert.That(Fp16.Round(value, Conversion.Ieee), Is.EqualTo(expected));

    [Test]
    public void Canonical_nan_is_positive_with_all_bits_set()
    {
        Assert.That(Fp16.Encode(float.NaN), Is.EqualTo(0x7FFF));
        Assert.That(Fp32.Encode(-float.NaN), Is.EqualTo(0x7FFFFFFF));
        Assert.That(E4M3.Encode(float.NaN), Is.EqualTo(0x7F));
        Assert.That(E5M2.Encode(float.NaN), Is.EqualTo(0x7F));
    }

    [Test]
    public void A_dropped_fraction_is_compared_exactly() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 70], Gen.Bool, Gen.Enum<Rounding>(), Gen.UInt[0, 255]).Sample((magnitude, drop, sticky, rounding, random) =>
        {
            magnitude >>= 1;
            // A sticky bit decides nothing unless the kept part ends well above it.
            sticky &= drop > 8;
            // Twice the value plus the sticky bit, in units of half the lowest bit: exact in BigInteger.
            BigInteger scaled = ((BigInteger)magnitude << 1) + (sticky ? 1 : 0);
            BigInteger unit = BigInteger.One << (drop + 1);
            BigInteger kept = BigInteger.DivRem(scaled, unit, out BigInteger rest);
            bool up = rounding switch
            {
                Rounding.NearestEven => rest * 2 > unit || (rest * 2 == unit && !kept.IsEven),
                Rounding.NearestAway => rest * 2 >= unit,
                Rounding.AwayFromZero => rest > 0,
                Rounding.Stochastic => (rest << 8) / unit + random >= 256,
                _ => false,
            };
            return RoundedShift.Right(magnitude, drop, sticky, rounding, 8, random) == kept + (up ? 1 : 0);
        }, iter: 100_000);

    [Test]
    public void Random_bits_depend_on_key_and_index_alone_and_look_fair()
    {
        Assert.That(CounterRandom.Next(1, 2), Is.Not.EqualTo(CounterRandom.Next(2, 1)));
        double ones = 0;
        for (ulong i = 0; i < 10_000; i++)
            ones += BitOperations.PopCount(CounterRandom.Next(42, i));
        Assert.That(ones / 640_000, Is.EqualTo(0.5).Within(0.003), "six standard deviations are 0.0038");
    }
}
