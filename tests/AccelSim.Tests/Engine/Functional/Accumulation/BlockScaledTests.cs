using System.Numerics;
using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

/// <summary>The published block-scaled models against their definitions; nothing here has been seen on silicon.</summary>
public sealed class BlockScaledTests
{
    private static readonly ScalarCodec E4M3 = new(ScalarFormats.Fp8E4M3), E2M1 = new(ScalarFormats.Fp4E2M1), Ue4M3 = new(ScalarFormats.Ue4M3), E8M0 = new(ScalarFormats.E8M0), Fp32 = new(ScalarFormats.Fp32);

    private static IEnumerable<AccumulatorPreset> Presets => ShippedPresets.BlockScaled;

    [TestCaseSource(nameof(Presets))]
    public void A_preset_says_that_it_is_unverified(AccumulatorPreset preset)
    {
        Assert.That(preset.Status, Is.Not.EqualTo(Evidence.Verified));
        Assert.That(preset.Note, Does.Contain("No recording"));
    }

    [TestCaseSource(nameof(Presets))]
    public void A_NaN_scale_makes_the_sum_NaN(AccumulatorPreset preset)
    {
        ScaledDotAccumulator model = preset.BuildScaled(preset.Inputs[0], preset.Inputs[0]);
        ScalarCodec scale = new(model.Scale);
        uint one = scale.Encode(1f);
        Assert.That(model.Dot(new uint[64], new uint[64], Scales(model, 64, one, scale.NanCode), Scales(model, 64, one, one)), Is.EqualTo(0x7FFFFFFF));
        Assert.That(() => model.Dot(new uint[64], new uint[64], [one], Scales(model, 64, one, one)), Throws.ArgumentException);
    }

    [Test]
    public void Scales_move_exponents_and_nothing_else()
    {
        var model = (StFdpa)ShippedPresets.All.Find("blackwell.mxf8f6f4.fp32")!.BuildScaled(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3);
        var plain = new TFdpa(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3, TFdpaParameters.Usual(32, 25, OutputRounding.RzFp32));
        Gen.Select(AccumulatorGen.FiniteCode(ScalarFormats.Fp8E4M3).Array[32], AccumulatorGen.FiniteCode(ScalarFormats.Fp8E4M3).Array[32], Gen.UInt[90, 160], Gen.UInt[90, 160])
            .Sample((a, b, p, q) =>
            {
                double unscaled = Fp32.DecodeExact(plain.Dot(a, b));
                return Fp32.DecodeExact(model.Dot(a, b, [p], [q])) == Math.ScaleB(unscaled, (int)p + (int)q - 254);
            }, iter: 3_000);
    }

    [Test]
    public void Grouped_sums_are_exact_within_a_sub_block_and_truncated_across()
    {
        var model = (GstFdpa)ShippedPresets.All.Find("blackwell.mxf4nvf4.fp32")!.BuildScaled(ScalarFormats.Fp4E2M1, ScalarFormats.Fp4E2M1);
        Gen.Select(AccumulatorGen.AnyCode(ScalarFormats.Fp4E2M1).Array[64], AccumulatorGen.AnyCode(ScalarFormats.Fp4E2M1).Array[64],
            AccumulatorGen.FiniteCode(ScalarFormats.Ue4M3).Array[4], AccumulatorGen.FiniteCode(ScalarFormats.Ue4M3).Array[4], AccumulatorGen.Near(ScalarFormats.Fp32, -12, 12))
            .Sample((a, b, p, q, c) => model.Dot(a, b, p, q, c) == Definition(a, b, p, q, c), iter: 5_000);
    }

    [Test]
    public void Whether_a_cancelled_sub_block_keeps_its_exponent_can_be_seen()
    {
        // Sub-block 0 cancels under large scales; sub-block 1 is tiny.
        uint one = E2M1.Encode(1f), minus = E2M1.Encode(-1f), large = Ue4M3.MaxCode, small = 1;
        uint[] a = new uint[32], b = new uint[32];
        (a[0], a[1], a[16]) = (one, minus, E2M1.Encode(0.5f));
        (b[0], b[1], b[16]) = (one, one, E2M1.Encode(0.5f));
        TFdpaParameters parameters = TFdpaParameters.Usual(64, 20, OutputRounding.RzFp32);
        uint Run(bool keeps) => new GstFdpa(ScalarFormats.Fp4E2M1, ScalarFormats.Fp4E2M1, ScalarFormats.Ue4M3, 16, parameters, zeroKeepsExponent: keeps)
            .Dot(a, b, [large, small], [large, small]);
        Assert.That(Run(false), Is.EqualTo(Fp32.Encode(Math.ScaleB(1, -20))));
        Assert.That(Run(true), Is.Zero);
    }

    /// <summary>Section 3.5 of the numerics reference with big integers.</summary>
    private static uint Definition(uint[] a, uint[] b, uint[] p, uint[] q, uint c)
    {
        const int Fraction = 35;
        UnpackedCode start = Fp32.Unpack(c);
        List<(BigInteger Value, int Lowest, int Own)> terms = [(start.Significand, start.Exponent, start.Exponent + 23)];
        for (int s = 0; s < 4; s++)
        {
            BigInteger inner = Enumerable.Range(16 * s, 16).Aggregate(BigInteger.Zero, (sum, i) => sum + (BigInteger)(E2M1.DecodeExact(a[i]) * E2M1.DecodeExact(b[i]) * 4));
            UnpackedCode x = Ue4M3.Unpack(p[s]), y = Ue4M3.Unpack(q[s]);
            terms.Add((inner * x.Significand * y.Significand, x.Exponent + y.Exponent - 2, x.Exponent + 3 + y.Exponent + 3));
        }
        int largest = terms.Where(t => !t.Value.IsZero).Select(t => t.Own).Append(-126 - 17).Max(), lowest = largest - Fraction;
        BigInteger total = terms.Aggregate(BigInteger.Zero, (sum, t) => sum + (t.Lowest >= lowest ? t.Value << (t.Lowest - lowest) : t.Value / (BigInteger.One << (lowest - t.Lowest))));
        return DotOracle.Round(total, lowest, ScalarFormats.Fp32, 23, Rounding.TowardZero);
    }

    private static uint[] Scales(ScaledDotAccumulator model, int terms, uint first, uint last)
    {
        uint[] scales = new uint[terms / model.BlockLength];
        Array.Fill(scales, first);
        scales[^1] = last;
        return scales;
    }
}
