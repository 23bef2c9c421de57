using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Numerics;
using AccelSim.Tests.Model.Formats;
using AccelSim.Tests.Model.Formats.Sq;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Quantisation.Gemm;

public sealed class GemmReferenceTests
{
    private static readonly Gen<(float[] A, int M, float[] W, int N, int K)> Problem =
        from m in Gen.Int[1, 4]
        from n in Gen.Int[1, 4]
        from k in Gen.Int[1, 150]
        from seed in Gen.Int[0, 1 << 20]
        select (SqGen.Gaussian(m * k, seed, hasOutliers: true), m, SqGen.Gaussian(n * k, seed + 1, hasOutliers: true), n, k);

    private static readonly Gen<NumberFormat> Weight = Gen.OneOf(
        FormatGen.Plain.Select(f => (NumberFormat)f), Gen.OneOf([.. BlockScaledFormats.All]).Select(f => (NumberFormat)f),
        FormatGen.TwoFour.Select(f => (NumberFormat)f), SqGen.Weights.Select(f => (NumberFormat)f));

    private static readonly Gen<NumberFormat> Uniform = Gen.OneOf(
        FormatGen.Plain.Select(f => (NumberFormat)f), Gen.OneOf([.. BlockScaledFormats.All]).Select(f => (NumberFormat)f));

    [Test]
    public void Every_pair_of_formats_comes_close_to_the_product_of_its_values() =>
        Gen.Select(Problem, Uniform, Weight).Sample((p, fa, fw) => IsClose(p, fa, fw), iter: 400);

    [Test]
    public void Sq_activations_come_close_to_the_product_of_their_values() =>
        Gen.Select(Problem, SqGen.Activations, Uniform).Sample((p, fa, fw) => IsClose(p, fa, fw), iter: 200);

    [Test]
    public void Sq_weights_follow_the_published_order_of_operations() =>
        Gen.Select(Problem, Gen.OneOf((8, 4), (8, 3), (8, 2), (4, 2)), Gen.Int[2, 70], Gen.Bool).Sample((p, bits, bank, isFour) =>
        {
            var format = new SqFormat(ScalarFormat.Integer("h", bits.Item1), ScalarFormat.Integer("l", bits.Item2), bank, 1 + p.K % (bank - 1));
            CodedMatrix a = PlainQuantizer.Quantize(new PlainFormat(isFour ? ScalarFormats.Int4 : ScalarFormats.Int8), p.A, p.M, p.K);
            SqMatrix w = SqQuantizer.Quantize(format, p.W, p.N, p.K);
            float[] y = GemmReference.Multiply(GemmOperand.Of(a), GemmOperand.Of(w));
            for (int i = 0; i < y.Length; i++)
                Assert.That(BitConverter.SingleToInt32Bits(y[i]), Is.EqualTo(BitConverter.SingleToInt32Bits(Literal(a, i / p.N, w, i % p.N))));
        });

    [Test]
    public void Moving_rows_inside_a_bank_changes_no_bit() =>
        Gen.Select(Problem, Gen.OneOf(2, 4, 16), Gen.OneOf(SumOrder.PerBank, SumOrder.TwoPass)).Sample((p, bank, order) =>
        {
            int k = (p.K + bank - 1) / bank * bank;
            float[] a = SqRowOrder.Gather<float>(p.A, p.M, p.K, [.. Enumerable.Range(0, k)]);
            float[] w = SqRowOrder.Gather<float>(p.W, p.N, p.K, [.. Enumerable.Range(0, k)]);
            var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, bank, bank / 2);
            bool[] mask = BankSelection.Top<float>(a.AsSpan(0, k), 1, k, bank, bank / 2);
            int[] rows = SqRowOrder.Of(mask, bank);
            var weights = new PlainFormat(ScalarFormats.Int4, bank);
            float[] plain = GemmReference.Multiply(
                GemmOperand.Of(SqActivationQuantizer.QuantizeStatic(format, a, p.M, k, mask)),
                GemmOperand.Of(PlainQuantizer.Quantize(weights, w, p.N, k)), order);
            float[] moved = GemmReference.Multiply(
                GemmOperand.Of(SqActivationQuantizer.QuantizeStatic(
                    format, SqRowOrder.Gather<float>(a, p.M, k, rows), p.M, k, SqRowOrder.Gather<bool>(mask, 1, k, rows))),
                GemmOperand.Of(PlainQuantizer.Quantize(weights, SqRowOrder.Gather<float>(w, p.N, k, rows), p.N, k)), order);
            Assert.That(moved, Is.EqualTo(plain));
        });

    [Test]
    public void Two_passes_differ_from_banks_in_order_only()
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1);
        GemmOperand a = GemmOperand.Of(PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), SqGen.Gaussian(64 * 64, 1), 64, 64));
        GemmOperand w = GemmOperand.Of(SqQuantizer.Quantize(format, SqGen.Gaussian(64 * 64, 2), 64, 64));
        float[] banks = GemmReference.Multiply(a, w);
        float[] passes = GemmReference.Multiply(a, w, SumOrder.TwoPass);
        Assert.That(passes, Is.Not.EqualTo(banks));
        Assert.That(banks.Zip(passes, (x, y) => MathF.Abs(x - y)).Max(), Is.LessThan(1e-4f));
    }

    [Test]
    public void Two_four_and_its_sq_twin_give_the_same_product() =>
        Problem.Sample(p =>
        {
            GemmOperand a = GemmOperand.Of(PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), p.A, p.M, p.K));
            float[] quads = GemmReference.Multiply(
                a, GemmOperand.Of(TwoFourMatrix.Quantize(new TwoFourFormat(new PlainFormat(ScalarFormats.Int8, 4)), p.W, p.N, p.K)));
            float[] banks = GemmReference.Multiply(a, GemmOperand.Of(SqQuantizer.Quantize(new SqFormat(ScalarFormats.Int8, null, 4, 2), p.W, p.N, p.K)));
            Assert.That(banks, Is.EqualTo(quads));
        });

    [Test]
    public void Rows_in_eight_bits_under_high_activations_lose_less() =>
        Problem.Where(p => p.K >= 64).Sample(p =>
        {
            var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 16, 4);
            bool[] mask = BankSelection.Top<float>(p.A.AsSpan(0, p.K), 1, p.K, 16, 4);
            SqActivations a = SqActivationQuantizer.QuantizeStatic(format, p.A, p.M, p.K, mask);
            CodedMatrix low = PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int4, 16), p.W, p.N, p.K);
            CodedMatrix high = PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8, 16), p.W, p.N, p.K);
            float[] mixed = GemmReference.Multiply(GemmOperand.Of(a), GemmOperand.OfRows(low, high, mask));
            float[] four = low.Dequantize();
            float[] eight = high.Dequantize();
            float[] w = [.. four.Select((x, i) => mask[i % p.K] ? eight[i] : x)];
            double[] expected = Exact(a.Dequantize(), p.M, w, p.N, p.K);
            double size = Bound(a.Dequantize(), p.M, w, p.N, p.K);
            Assert.That(mixed.Select((x, i) => Math.Abs(x - expected[i])).Max(), Is.LessThan(1e-5 * size));
        });

    [TestCase(4, 7, 7)]
    [TestCase(8, 127, 7)]
    public void Integer_sums_stay_inside_the_published_bounds(int bits, int largestA, int largestLow)
    {
        const int Bank = 64;
        const int High = 8;
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, Bank, High, scale: ScalarFormats.Fp32);
        float[] w = [.. Enumerable.Range(0, Bank).Select(i => i < High ? 127f : 7)];
        float[] a = [.. Enumerable.Repeat((float)largestA, Bank)];
        GemmOperand left = GemmOperand.Of(PlainQuantizer.Quantize(new PlainFormat(ScalarFormat.Integer("a", bits)), a, 1, Bank));
        GemmOperand right = GemmOperand.Of(SqQuantizer.Quantize(format, w, 1, Bank));
        int low = (Bank - High) * largestA * largestLow;
        int high = High * largestA * 127;
        Assert.That(low, Is.LessThanOrEqualTo(Bank * largestA * 7).And.LessThan(1 << 16));
        Assert.That(high, Is.LessThan(1 << 17));
        Assert.That((float)low, Is.EqualTo((double)low));
        Assert.That(GemmReference.Multiply(left, right)[0], Is.EqualTo(low + high));
    }

    [Test]
    public void The_number_of_the_mask_code_changes_no_output_bit() =>
        Problem.Sample(p =>
        {
            var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 16, 2);
            SqMatrix w = SqQuantizer.Quantize(format, p.W, p.N, p.K);
            SqMatrix other = SqPacking.Unpack(format, p.N, p.K, SqPacking.Pack(w, VmaskCode.Offset), VmaskCode.Offset);
            GemmOperand a = GemmOperand.Of(p.A, p.M, p.K);
            Assert.That(GemmReference.Multiply(a, GemmOperand.Of(other)), Is.EqualTo(GemmReference.Multiply(a, GemmOperand.Of(w))));
        });

    [Test]
    public void Operands_that_do_not_fit_are_refused()
    {
        GemmOperand a = GemmOperand.Of(new float[8], 1, 8);
        Assert.That(() => GemmReference.Multiply(a, GemmOperand.Of(new float[4], 1, 4)), Throws.ArgumentException);
        var weights = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1);
        var activations = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1, SqMask.Dynamic);
        float[] values = [1, 2, 3, 4, 5, 6, 7, 8];
        Assert.That(() => GemmReference.Multiply(
            GemmOperand.Of(SqActivationQuantizer.QuantizeDynamic(activations, values, 1, 8)),
            GemmOperand.Of(SqQuantizer.Quantize(weights, values.Reverse().ToArray(), 1, 8))), Throws.ArgumentException.With.Message.Contains("only one"));
    }

    /// <summary>sq-format.md section 3.1, letter by letter.</summary>
    private static float Literal(CodedMatrix a, int m, SqMatrix w, int n)
    {
        int b = w.Format.Bank;
        int h = w.Format.HighPerBank;
        int highShift = 32 - w.Format.High.Bits;
        int lowShift = 32 - w.Format.Low!.Bits;
        float acc = 0;
        for (int g = 0; g < w.Banks; g++)
        {
            int low = 0;
            int high = 0;
            int j = 0;
            for (int i = 0; i < b; i++)
            {
                int k = g * b + i;
                int qa = k < a.K ? (int)a.Codec.Decode(a.Code(m, k)) : 0;
                ushort c = w.Low[n * w.StoredK + k];
                if (c == w.Elements.Vmask)
                    high += qa * (unchecked((int)((uint)w.High[(n * w.Banks + g) * h + j++] << highShift)) >> highShift);
                else
                    low += qa * (unchecked((int)((uint)c << lowShift)) >> lowShift);
            }
            Assert.That(j, Is.EqualTo(h));
            acc = MathF.FusedMultiplyAdd(a.Scale(m, 0) * w.LowScales[n * w.Banks + g], low, acc);
            acc = MathF.FusedMultiplyAdd(a.Scale(m, 0) * w.HighScales[n * w.Banks + g], high, acc);
        }
        return acc;
    }

    private static void IsClose((float[] A, int M, float[] W, int N, int K) p, NumberFormat fa, NumberFormat fw)
    {
        (GemmOperand a, float[] av) = Coded(fa, p.A, p.M, p.K);
        (GemmOperand w, float[] wv) = Coded(fw, p.W, p.N, p.K);
        double[] expected = Exact(av, p.M, wv, p.N, p.K);
        double size = Bound(av, p.M, wv, p.N, p.K);
        float[] y = GemmReference.Multiply(a, w);
        for (int i = 0; i < y.Length; i++)
            Assert.That(y[i], Is.EqualTo(expected[i]).Within(2e-5 * size + 1e-30), $"{fa} times {fw}");
    }

    private static (GemmOperand Operand, float[] Values) Coded(NumberFormat format, float[] values, int vectors, int k)
    {
        switch (format)
        {
            case PlainFormat plain:
                CodedMatrix coded = PlainQuantizer.Quantize(plain, values, vectors, k);
                return (GemmOperand.Of(coded), coded.Dequantize());
            case BlockScaledFormat block:
                CodedMatrix blocks = BlockQuantizer.Quantize(block, values, vectors, k);
                return (GemmOperand.Of(blocks), blocks.Dequantize());
            case TwoFourFormat twoFour:
                TwoFourMatrix quads = TwoFourMatrix.Quantize(twoFour, values, vectors, k);
                return (GemmOperand.Of(quads), quads.Dequantize());
            case SqFormat { Mask: null } sq:
                SqMatrix banks = SqQuantizer.Quantize(sq, values, vectors, k);
                return (GemmOperand.Of(banks), banks.Dequantize());
            default:
                SqActivations tokens = SqActivationTests.Quantize((SqFormat)format, (values, vectors, k));
                return (GemmOperand.Of(tokens), tokens.Dequantize());
        }
    }

    private static double[] Exact(float[] a, int m, float[] w, int n, int k) =>
        [.. Enumerable.Range(0, m * n).Select(i => Enumerable.Range(0, k).Sum(j => (double)a[i / n * k + j] * w[i % n * k + j]))];

    private static double Bound(float[] a, int m, float[] w, int n, int k) =>
        Enumerable.Range(0, m * n).Max(i => Enumerable.Range(0, k).Sum(j => Math.Abs((double)a[i / n * k + j] * w[i % n * k + j])));
}
