using System.Diagnostics;
using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;
using AccelSim.Tests.Model.Formats;
using AccelSim.Tests.Model.Formats.Sq;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Quantisation.Gemm;

public sealed class ExactGemmTests
{
    private static readonly Gen<NumberFormat> Uniform = Gen.OneOf(
        FormatGen.Plain.Select(f => (NumberFormat)f), Gen.OneOf([.. BlockScaledFormats.All]).Select(f => (NumberFormat)f));

    private static readonly Gen<NumberFormat> Activations = Gen.OneOf(Uniform, SqGen.Activations.Select(f => (NumberFormat)f));

    private static readonly Gen<NumberFormat> Weights = Gen.OneOf(Uniform, SqGen.Weights.Select(f => (NumberFormat)f));

    [Test]
    public void It_equals_the_reference_bit_for_bit_on_any_number_of_threads() =>
        Gen.Select(Activations, Weights, Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 200], Gen.Enum<SumOrder>(), Gen.Int[1, 4], Gen.Int[0, 9999])
            .Sample((fa, fw, m, n, k, order, threads, seed) =>
        {
            if (fa is SqFormat && fw is SqFormat)
                fw = new PlainFormat(ScalarFormats.Int4, ((SqFormat)fa).Bank);
            if (order == SumOrder.ShiftAdd && fw is not SqFormat { Scale: { Kind: ScalarKind.Exponent } })
                order = SumOrder.PerBank;
            bool[] mask = fa is SqFormat sq ? AccelSim.Model.Formats.Sq.BankSelection.Top<float>(SqGen.Gaussian(k, seed), 1, k, sq.Bank, sq.HighPerBank) : [];
            GemmOperand a = ActivationQuantiser.Quantise(fa, SqGen.Gaussian(m * k, seed, true), m, k, mask);
            GemmOperand w = WeightQuantiser.Quantise(
                SqGen.Gaussian(n * k, seed + 1, true), n, k, fw is PlainFormat { GroupVectors: > 1 } ? new PlainFormat(ScalarFormats.Int8) : fw).Operand;
            if (a.Integers is null || w.Integers is null)
                order = order == SumOrder.ShiftAdd ? SumOrder.PerBank : order;
            float[] expected = GemmReference.Multiply(a, w, order);
            float[] y = ExactGemm.Multiply(a, w, order, threads);
            Assert.That(Array.ConvertAll(y, BitConverter.SingleToInt32Bits), Is.EqualTo(Array.ConvertAll(expected, BitConverter.SingleToInt32Bits)));
        }, iter: 500);

    [Test]
    public void Rows_of_two_precisions_under_sq_activations_equal_the_reference_too()
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 16, 4, SqMask.Static);
        var layer = new LayerGen(12, 80, 3);
        QuantisedWeights w = WeightQuantiser.Quantise(
            layer.Weights, 12, 80, new PlainFormat(ScalarFormats.Int4), format, layer.Calibration, new QuantisationOptions { WBitsHighRows = 8 });
        GemmOperand a = ActivationQuantiser.Quantise(format, layer.Inputs, layer.Tokens, 80, w.ActivationMask);
        Assert.That(ExactGemm.Multiply(a, w.Operand), Is.EqualTo(GemmReference.Multiply(a, w.Operand)));
    }

    [Test, Explicit("a speed, not a truth")]
    public void A_512_cube_on_one_thread()
    {
        const int Size = 512;
        foreach (string name in (string[])["int8", "fp8_e4m3", "int4(g=128)", "mxfp4", "nvfp4", "sq(int8/int4,b=64,s=0.875)", "sq(fp8_e4m3/fp4_e2m1,b=64,s=0.875)"])
        {
            FormatParser.TryParse(name, FormatCatalogue.BuiltIn, out NumberFormat? format, out _);
            GemmOperand w = WeightQuantiser.Quantise(SqGen.Gaussian(Size * Size, 1), Size, Size, format!).Operand;
            GemmOperand a = ActivationQuantiser.Quantise(new PlainFormat(ScalarFormats.Int8), SqGen.Gaussian(Size * Size, 2), Size, Size);
            foreach (bool isExact in (bool[])[false, true, true])
            {
                var watch = Stopwatch.StartNew();
                _ = isExact ? ExactGemm.Multiply(a, w) : GemmReference.Multiply(a, w);
                TestContext.Out.WriteLine($"int8 x {name}, {(isExact ? "fast" : "reference")}: {Math.Pow(Size, 3) / watch.Elapsed.TotalSeconds / 1e9:0.00} GMAC/s");
            }
        }
    }
}
