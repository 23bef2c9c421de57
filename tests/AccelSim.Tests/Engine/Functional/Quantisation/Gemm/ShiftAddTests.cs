using System.Numerics;
using AccelSim.Model.Numerics;
using AccelSim.Engine.Functional.Execution.Checks;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Tests.Model.Formats.Sq;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Quantisation.Gemm;

/// <summary>Power-of-two scales: low and high sums shifted and added as integers, one rounding and one multiply-add a bank.</summary>
public sealed class ShiftAddTests
{
    private static readonly SqFormat Format = new(ScalarFormats.Int8, ScalarFormats.Int4, 16, 2, scale: ScalarFormats.E8M0);

    [Test]
    public void A_shifted_sum_is_the_integer_sum_rounded_once() =>
        Gen.Select(Gen.Long[-1 << 30, 1 << 30], Gen.Int[-120, 100], Gen.Long[-1 << 30, 1 << 30], Gen.Int[-120, 100]).Sample((low, lowExponent, high, highExponent) =>
        {
            float sum = ShiftedSum.Of((low, 0), MathF.ScaleB(1, lowExponent), (high, 0), MathF.ScaleB(1, highExponent));
            int lowest = Math.Min(lowExponent, highExponent);
            BigInteger exact = ((BigInteger)low << (lowExponent - lowest)) + ((BigInteger)high << (highExponent - lowest));
            BigInteger magnitude = BigInteger.Abs(exact);
            int drop = (int)Math.Max(magnitude.GetBitLength() - 100, 0);
            var single = new ScalarCodec(ScalarFormats.Fp32);
            uint code = single.Encode(exact.Sign < 0, (UInt128)(magnitude >> drop), lowest + drop, magnitude != magnitude >> drop << drop, Conversion.Ieee);
            Assert.That(BitConverter.SingleToUInt32Bits(sum), Is.EqualTo(code));
        });

    [Test]
    public void It_is_the_two_step_order_where_nothing_is_rounded() =>
        Gen.Int[0, 9999].Sample(seed =>
        {
            // Weights near one another in size keep both scales near each other, small integers keep every fp32 step exact.
            float[] values = [.. SqGen.Gaussian(4 * 32, seed).Select(v => MathF.Round(Math.Clamp(v, -2, 2) * 2))];
            GemmOperand w = GemmOperand.Of(SqQuantizer.Quantize(Format, values, 4, 32));
            GemmOperand a = GemmOperand.Of([.. SqGen.Gaussian(4 * 32, seed + 1).Select(v => MathF.Round(v))], 4, 32);
            GemmOperand integers = GemmOperand.Of(PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8, 16, ScalarFormats.E8M0), Decoded(a), 4, 32));
            Assert.That(GemmReference.Multiply(integers, w, SumOrder.ShiftAdd), Is.EqualTo(GemmReference.Multiply(integers, w)));
        }, iter: 200);

    [Test]
    public void Elsewhere_it_rounds_once_instead_of_twice_and_stays_within_that()
    {
        GemmOperand w = DrawnOperands.Weights(Format, 1, 64, 512), a = DrawnOperands.Activations(new PlainFormat(ScalarFormats.Int8), 2, 64, 512);
        float[] one = GemmReference.Multiply(a, w, SumOrder.ShiftAdd), two = GemmReference.Multiply(a, w);
        Assert.That(one, Is.Not.EqualTo(two));
        for (int i = 0; i < one.Length; i++)
        {
            double size = 0;
            for (int k = 0; k < 512; k++)
            {
                int at = i % 64 * w.Segments + k / 16;
                size += Math.Abs(a.Value(i / 64 * 512 + k) * a.LowScales[i / 64] * (double)w.Value(i % 64 * 512 + k)
                    * (w.High![i % 64 * 512 + k] ? w.HighScales[at] : w.LowScales[at]));
            }
            // 32 banks, at most two roundings of the running sum each on either side.
            Assert.That(Math.Abs(one[i] - two[i]), Is.LessThanOrEqualTo(4 * 32 * size / (1 << 24)));
        }
    }

    [Test]
    public void Scales_that_are_no_powers_of_two_are_refused()
    {
        GemmOperand w = DrawnOperands.Weights(new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 16, 2), 1, 2, 32);
        GemmOperand a = DrawnOperands.Activations(new PlainFormat(ScalarFormats.Int8), 2, 2, 32);
        Assert.That(() => GemmReference.Multiply(a, w, SumOrder.ShiftAdd), Throws.ArgumentException.With.Message.Contains("powers of two"));
    }

    private static float[] Decoded(GemmOperand x) => [.. Enumerable.Range(0, x.Vectors * x.K).Select(x.Value)];
}
