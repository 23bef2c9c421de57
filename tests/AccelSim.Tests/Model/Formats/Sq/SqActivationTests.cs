using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats.Sq;

public sealed class SqActivationTests
{
    [Test]
    public void Packed_bits_are_the_billed_bits() =>
        Gen.Select(SqGen.Activations, SqGen.Matrix).Sample((format, m) =>
            Assert.That(Quantize(format, m).Pack(), Has.Length.EqualTo(format.Store(OperandRole.Activations, m.K, m.Vectors).Bytes)));

    [Test]
    public void Two_scales_per_token_span_all_of_k() =>
        Gen.Select(SqGen.Activations.Where(f => f.Scale is null), SqGen.Matrix.Where(m => m.Vectors * m.K > 0)).Sample((format, m) =>
        {
            SqActivations coded = Quantize(format, m);
            float[] back = coded.Dequantize();
            for (int t = 0; t < m.Vectors; t++)
            {
                foreach (bool high in (bool[])[true, false])
                {
                    int[] members = [.. Enumerable.Range(0, m.K).Where(i => coded.IsHigh(t, i) == high)];
                    float largest = members.Length == 0 ? 0 : members.Max(i => MathF.Abs(m.Values[t * m.K + i]));
                    ScalarFormat element = high ? format.High : format.Low!;
                    Assert.That((high ? coded.HighScales : coded.LowScales)[t], Is.EqualTo(largest / (float)element.MaxFinite));
                    if (largest > 1e-30f)
                        Assert.That(members.Max(i => MathF.Abs(back[t * m.K + i])), Is.EqualTo(largest).Within(2).Ulps);
                }
            }
        });

    [Test]
    public void A_dynamic_mask_takes_the_largest_of_each_token_and_bank()
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1, SqMask.Dynamic);
        SqActivations coded = SqActivationQuantizer.QuantizeDynamic(format, [1, -9, 2, 3, 7, 7, 0, 0], 2, 4);
        Assert.That(coded.Mask.ToArray(), Is.EqualTo(new[] { false, true, false, false, true, false, false, false }));
    }

    [TestCase(0.5, 6.0)]
    [TestCase(0.75, 5.0)]
    [TestCase(0.875, 4.5)]
    public void Bits_of_an_activation_are_the_published_ones(double sparsity, double bits)
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, (int)((1 - sparsity) * 64));
        Assert.That(format.Store(OperandRole.Activations, 640, 10).Payload / 6400.0, Is.EqualTo(bits));
    }

    [TestCase(80L * (6 * 8192 + 28672), 6225920, 5.94, 0.74)]
    [TestCase(32L * (6 * 4096 + 14336), 1245184, 1.19, 0.15)]
    public void Static_masks_of_llama_3_take_the_published_space(long entries, long expected, double mebibytes, double packedMebibytes)
    {
        Assert.That(entries, Is.EqualTo(expected));
        Assert.That(entries / 1048576.0, Is.EqualTo(mebibytes).Within(0.005));
        Assert.That(entries / 8 / 1048576.0, Is.EqualTo(packedMebibytes).Within(0.005));
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 32, 4);
        Assert.That(format.Store(OperandRole.Activations, entries, 1).Metadata, Is.EqualTo(entries * 8));
    }

    [Test]
    public void A_mask_entry_takes_a_byte_or_a_bit()
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 32, 4);
        SqActivations coded = Quantize(format, (SqGen.Gaussian(128, 3), 2, 64));
        Assert.That(coded.Pack().Length - coded.Pack(1).Length, Is.EqualTo(56));
        Assert.That(() => coded.Pack(2), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Row_order_puts_high_channels_first_inside_each_bank()
    {
        bool[] mask = [false, true, false, true, true, true, false, false];
        int[] order = SqRowOrder.Of(mask, 4);
        Assert.That(order, Is.EqualTo(new[] { 1, 3, 0, 2, 4, 5, 6, 7 }));
        Assert.That(SqRowOrder.Gather<int>([0, 1, 2, 3, 4, 5, 6], 1, 7, order), Is.EqualTo(new[] { 1, 3, 0, 2, 4, 5, 6, 0 }));
    }

    [Test]
    public void A_mask_that_is_not_h_per_bank_is_refused()
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1);
        Assert.That(() => SqActivationQuantizer.QuantizeStatic(format, new float[4], 1, 4, [true, true, false, false]), Throws.ArgumentException);
        Assert.That(() => SqActivationQuantizer.QuantizeStatic(format, new float[4], 1, 4, [true]), Throws.ArgumentException);
    }

    internal static SqActivations Quantize(SqFormat format, (float[] Values, int Vectors, int K) m)
    {
        if (format.MaskFor(OperandRole.Activations) == SqMask.Dynamic)
            return SqActivationQuantizer.QuantizeDynamic(format, m.Values, m.Vectors, m.K);
        float[] scores = [.. Enumerable.Range(0, m.K).Select(i => (float)(i * 37 % 101))];
        return SqActivationQuantizer.QuantizeStatic(
            format, m.Values, m.Vectors, m.K, BankSelection.Top<float>(scores, 1, m.K, format.Bank, format.HighPerBank));
    }
}
