using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats.Sq;

public sealed class SqMatrixTests
{
    [Test]
    public void Packed_bits_are_the_billed_bits_and_unpack_restores_everything() =>
        Gen.Select(SqGen.Weights, SqGen.Matrix, Gen.Enum<VmaskCode>()).Sample((format, m, map) =>
        {
            SqMatrix coded = SqQuantizer.Quantize(format, m.Values, m.Vectors, m.K);
            byte[] packed = SqPacking.Pack(coded, map);
            Assert.That(packed, Has.Length.EqualTo(format.Store(OperandRole.Weights, m.K, m.Vectors).Bytes));
            SqMatrix back = SqPacking.Unpack(format, m.Vectors, m.K, packed, map);
            Assert.That(back.Low.SequenceEqual(coded.Low));
            Assert.That(back.High.SequenceEqual(coded.High));
            Assert.That(back.HighScales.SequenceEqual(coded.HighScales));
            Assert.That(back.LowScales.SequenceEqual(coded.LowScales));
        });

    [Test]
    public void Every_bank_holds_exactly_h_mask_codes_and_no_value_is_one() =>
        Gen.Select(SqGen.Weights, SqGen.Matrix).Sample((format, m) =>
        {
            SqMatrix coded = SqQuantizer.Quantize(format, m.Values, m.Vectors, m.K);
            bool[] chosen = BankSelection.Top<float>(m.Values.Select(MathF.Abs).ToArray(), m.Vectors, m.K, format.Bank, format.HighPerBank);
            Assert.That(coded.Mask(), Is.EqualTo(chosen));
            for (int first = 0; first < coded.Low.Length; first += format.Bank)
                Assert.That(coded.Low.Slice(first, format.Bank).Count(coded.Elements.Vmask), Is.EqualTo(format.HighPerBank));
        });

    [Test]
    public void Each_element_is_rounded_on_the_grid_of_its_own_group() =>
        Gen.Select(SqGen.Weights, SqGen.Matrix).Sample((format, m) =>
        {
            SqMatrix coded = SqQuantizer.Quantize(format, m.Values, m.Vectors, m.K);
            float[] back = coded.Dequantize();
            bool[] mask = coded.Mask();
            var scaleCodec = new ScalarCodec(format.ScaleFor(OperandRole.Weights));
            for (int v = 0; v < m.Vectors; v++)
            {
                for (int i = 0; i < m.K; i++)
                {
                    bool high = mask[v * coded.StoredK + i];
                    int first = i / format.Bank * format.Bank;
                    float[] group = [.. Enumerable.Range(first, Math.Min(format.Bank, m.K - first))
                        .Where(j => mask[v * coded.StoredK + j] == high).Select(j => m.Values[v * m.K + j])];
                    ScalarFormat? element = high ? format.High : format.Low;
                    float scale = element is null ? 0 : PlainQuantizer.ScaleFor(group.Max(MathF.Abs), element, scaleCodec);
                    float expected = scale == 0 ? 0 : new ScalarCodec(element!).Round(m.Values[v * m.K + i] / scale) * scale;
                    Assert.That(back[v * m.K + i], Is.EqualTo(expected));
                }
            }
        }, iter: 40);

    [Test]
    public void Ties_go_to_the_smaller_k_and_padding_is_chosen_last()
    {
        Assert.That(BankSelection.Top<float>([1, 2, 2, 2, 0, 0], 1, 6, 4, 2),
            Is.EqualTo(new[] { false, true, true, false, true, true, false, false }));
        Assert.That(BankSelection.Top<float>([-5], 1, 1, 4, 2), Is.EqualTo(new[] { true, true, false, false }));
    }

    [Test]
    public void Selection_equals_a_stable_sort() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 3].Array[0, 60]).Sample((bank, scores) =>
        {
            int high = 1 + (scores.Length + bank) % bank;
            bool[] mask = BankSelection.Top<int>(scores, 1, scores.Length, bank, high);
            for (int first = 0; first < scores.Length; first += bank)
            {
                int[] expected = [.. Enumerable.Range(first, Math.Min(bank, scores.Length - first)).OrderByDescending(i => scores[i]).Take(high).Order()];
                int[] chosen = [.. Enumerable.Range(first, Math.Min(bank, scores.Length - first)).Where(i => mask[i])];
                Assert.That(chosen, Is.EqualTo(expected));
            }
        });

    [TestCase(0.75, 6.0)]
    [TestCase(0.875, 5.0)]
    [TestCase(0.9375, 4.5)]
    public void Stored_bits_without_scales_are_the_published_ones(double sparsity, double bits)
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, (int)((1 - sparsity) * 64));
        Assert.That(format.Store(OperandRole.Weights, 640, 10).Payload / 6400.0, Is.EqualTo(bits));
    }

    [Test]
    public void A_bank_column_of_the_main_configuration_takes_44_bytes_in_the_documented_layout()
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, 8);
        float[] values = [.. Enumerable.Range(0, 64).Select(i => i % 8 == 5 ? 127 - i : i % 15 - 7f)];
        byte[] packed = SqPacking.Pack(SqQuantizer.Quantize(format, values, 1, 64));
        Assert.That(packed, Has.Length.EqualTo(44));
        Assert.That(packed[0], Is.EqualTo((0xA << 4) | 0x9), "-7 then -6, low nibble first");
        Assert.That(packed[2] >> 4, Is.EqualTo(8), "the mask code at k = 5");
        Assert.That(packed[32], Is.EqualTo(127));
        Assert.That(BitConverter.ToHalf(packed, 40), Is.EqualTo((Half)1));
        Assert.That(BitConverter.ToHalf(packed, 42), Is.EqualTo((Half)(122f / 127)));
        byte[] offset = SqPacking.Pack(SqQuantizer.Quantize(format, values, 1, 64), VmaskCode.Offset);
        Assert.That(offset[0], Is.EqualTo(0x10), "0 then 1");
        Assert.That(offset[2] >> 4, Is.EqualTo(15));
    }

    [Test]
    public void Minus_zero_marks_high_elements_of_fp4_and_zeros_are_positive()
    {
        var format = new SqFormat(ScalarFormats.Fp8E4M3, ScalarFormats.Fp4E2M1, 4, 1);
        SqMatrix coded = SqQuantizer.Quantize(format, [-0f, -1e-9f, 6, 100], 1, 4);
        Assert.That(coded.Low.ToArray(), Is.EqualTo(new ushort[] { 0, 0, 7, 8 }));
    }

    [Test]
    public void Zero_banks_store_zero_scales_and_codes()
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1);
        SqMatrix coded = SqQuantizer.Quantize(format, new float[4], 1, 4);
        Assert.That(coded.LowScales[0] + coded.HighScales[0], Is.Zero);
        Assert.That(coded.Low.ToArray(), Is.EqualTo(new ushort[] { 8, 0, 0, 0 }));
        Assert.That(coded.Dequantize(), Is.All.Zero);
        SqMatrix tiny = SqQuantizer.Quantize(format, [1e-9f, 1e-9f, 0, 0], 1, 4);
        Assert.That(tiny.Dequantize(), Is.All.Zero, "an fp16 scale that rounds to 0");
    }

    [TestCase(float.NaN)]
    [TestCase(float.NegativeInfinity)]
    public void What_is_not_finite_is_refused(float bad)
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1);
        Assert.That(() => SqQuantizer.Quantize(format, [1, bad, 0, 0], 1, 4), Throws.InstanceOf<ArithmeticException>());
        Assert.That(() => SqQuantizer.Quantize(format, [1, 2, 0, 0], 1, 4, [1, double.NaN, 0, 0]), Throws.InstanceOf<ArithmeticException>());
        Assert.That(() => SqQuantizer.Quantize(format, [1, bad, 0, 0], 1, 4, [4, 3, 2, 1]), Throws.InstanceOf<ArithmeticException>());
    }

    [Test]
    public void Truncated_or_damaged_images_are_refused()
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, 8);
        byte[] packed = SqPacking.Pack(SqQuantizer.Quantize(format, SqGen.Gaussian(128, 1), 2, 64));
        Assert.That(() => SqPacking.Unpack(format, 2, 64, packed.AsMemory(1)), Throws.InstanceOf<InvalidDataException>());
        packed[0] = 0x88;
        packed[1] = 0x88;
        packed[2] = 0x88;
        packed[3] = 0x88;
        packed[4] = 0x88;
        Assert.That(() => SqPacking.Unpack(format, 2, 64, packed), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("bank 0 of vector 0"));
    }

    // Known answers of round-to-nearest with magnitude selection, within 0.5 dB.
    [TestCase(false, 24.8)]
    [TestCase(true, 27.5)]
    public void Signal_to_noise_meets_the_known_answers(bool hasOutliers, double decibels)
    {
        float[] values = SqGen.Gaussian(512 * 512, 7, hasOutliers);
        float[] back = SqQuantizer.Quantize(new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, 8), values, 512, 512).Dequantize();
        double signal = values.Sum(x => (double)x * x);
        double noise = values.Zip(back, (x, y) => ((double)x - y) * ((double)x - y)).Sum();
        Assert.That(10 * Math.Log10(signal / noise), Is.EqualTo(decibels).Within(0.5));
    }
}
