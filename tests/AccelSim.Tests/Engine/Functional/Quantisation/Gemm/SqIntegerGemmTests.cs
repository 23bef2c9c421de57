using System.Diagnostics;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Tests.Model.Formats.Sq;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Quantisation.Gemm;

public sealed class SqIntegerGemmTests
{
    [Test]
    public void Fast_scalar_and_threaded_paths_equal_the_reference_bit_for_bit() =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[1, 300], Gen.Int[2, 130], Gen.Int[1, 5], Gen.Bool, Gen.Int[0, 1 << 20])
            .Sample((m, n, k, bank, threads, isFour, seed) =>
        {
            var format = new SqFormat(ScalarFormats.Int8, seed % 3 == 0 ? ScalarFormats.Int2 : ScalarFormats.Int4, bank, 1 + seed % (bank - 1));
            CodedMatrix a = PlainQuantizer.Quantize(
                new PlainFormat(isFour ? ScalarFormats.Int4 : ScalarFormats.Int8), SqGen.Gaussian(m * k, seed, true), m, k);
            SqMatrix w = SqQuantizer.Quantize(format, SqGen.Gaussian(n * k, seed + 1, true), n, k);
            int[] expected = Bits(GemmReference.Multiply(GemmOperand.Of(a), GemmOperand.Of(w)));
            var packed = new PackedSqWeights(w);
            Assert.That(Bits(SqIntegerGemm.Multiply(a, packed)), Is.EqualTo(expected));
            Assert.That(Bits(SqIntegerGemm.Multiply(a, packed, threads)), Is.EqualTo(expected));
            Assert.That(Bits(SqIntegerGemm.Multiply(a, packed, scalarOnly: true)), Is.EqualTo(expected));
        }, iter: 60, threads: 1);

    [Test]
    public void Operands_that_do_not_fit_are_refused()
    {
        var packed = new PackedSqWeights(SqQuantizer.Quantize(new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1), new float[8], 1, 8));
        Assert.That(() => SqIntegerGemm.Multiply(PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), new float[4], 1, 4), packed),
            Throws.ArgumentException);
        Assert.That(() => SqIntegerGemm.Multiply(PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Fp8E4M3), new float[8], 1, 8), packed),
            Throws.ArgumentException);
        Assert.That(() => new PackedSqWeights(SqQuantizer.Quantize(
            new SqFormat(ScalarFormats.Fp8E4M3, ScalarFormats.Fp4E2M1, 4, 1), new float[8], 1, 8)), Throws.ArgumentException);
    }

    [Test, Explicit("a speed, not a truth")]
    public void A_2048_cube_on_one_thread()
    {
        const int Size = 2048;
        CodedMatrix a = PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), SqGen.Gaussian(Size * Size, 1), Size, Size);
        var w = new PackedSqWeights(SqQuantizer.Quantize(
            new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, 8), SqGen.Gaussian(Size * Size, 2), Size, Size));
        foreach (int threads in (int[])[1, 1, 1, 2, 2])
        {
            var watch = Stopwatch.StartNew();
            SqIntegerGemm.Multiply(a, w, threads);
            TestContext.Out.WriteLine($"{threads} threads: {Math.Pow(Size, 3) / watch.Elapsed.TotalSeconds / 1e9:0.0} GMAC/s");
        }
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);
}
