using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Accuracy;
using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Numerics;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accuracy;

public sealed class AccumulatedGemmTests
{
    [TestCase("fp8_e4m3", "fp8_e4m3")]
    [TestCase("mxfp4", "mxfp8_e4m3")]
    [TestCase("nvfp4", "nvfp4")]
    [TestCase("fp8_e4m3(g=32)", "fp8_e4m3(g=32)")]
    [TestCase("int4(g=32)", "int8")]
    [TestCase("2:4(int8)", "int8")]
    [TestCase("sq(int8/int4,b=16,s=0.75)", "int4")]
    [TestCase("sq(fp8_e4m3/fp4_e2m1,b=16,s=0.75)", "fp8_e4m3")]
    [TestCase("int4(g=16)", "sq(int8/int4,b=16,s=0.5,dynamic)")]
    public void An_exact_accumulator_is_the_contract(string weights, string activations)
    {
        foreach (SumOrder order in new[] { SumOrder.PerBank, SumOrder.TwoPass })
        {
            (GemmOperand a, QuantisedWeights w) = Operands(weights, activations);
            float[] expected = GemmReference.Multiply(a, w.Operand, order);
            float[] actual = new AccumulatedGemm(new Accumulator("exact", 1, 1, 32), NamedFormat.Of(activations), w.Format, order).Multiply(a, w.Operand);
            Assert.That(actual, Is.EqualTo(expected), order.ToString());
        }
    }

    [Test]
    public void Operands_without_scales_are_one_dot_product()
    {
        (GemmOperand a, QuantisedWeights w) = Operands("bf16", "bf16");
        var record = new Accumulator("fp32_fma", 1, 0, 32);
        float[] actual = new AccumulatedGemm(record, NamedFormat.Of("bf16"), w.Format).Multiply(a, w.Operand);
        Assert.That(actual, Is.EqualTo(GemmReference.Multiply(a, w.Operand)), "the contract of wide types is a chain of fp32 fused multiply-adds");
    }

    [Test]
    public void A_narrow_alignment_is_never_better_than_a_wide_one()
    {
        var data = new NumericsPlan { Sample = 16, MaxK = 1024 };
        double Error(string model, int fraction, int bits) => new GemmAccuracy().Of(new AccuracyCase(
            NamedFormat.Of("fp8_e4m3"), NamedFormat.Of("fp8_e4m3"), NamedFormat.Of("fp32"), 1024, new Accumulator(model, 32, fraction, bits), data, QuantisationOptions.Default))!.RelativeError;
        double exact = Error("exact", 0, 32), wide = Error("t_fdpa", 25, 32), narrow = Error("t_fdpa", 6, 22), coarse = Error("t_fdpa", 4, 22);
        Assert.That(wide, Is.EqualTo(exact).Within(0.1).Percent, "25 bits hide behind the rounding of the operands");
        Assert.That(narrow, Is.GreaterThan(1.1 * wide));
        Assert.That(coarse, Is.GreaterThan(1.1 * narrow));
    }

    [Test]
    public void Integers_on_a_unit_for_floats_are_added_exactly()
    {
        Assert.That(AccumulatedGemm.Takes(new Accumulator("t_fdpa", 32, 25, 32), NamedFormat.Of("int8"), NamedFormat.Of("int8")), Is.False);
        Assert.That(AccumulatedGemm.Takes(new Accumulator("t_fdpa", 32, 25, 32), NamedFormat.Of("fp8_e4m3"), NamedFormat.Of("fp8_e4m3")), Is.True);
    }

    private static (GemmOperand A, QuantisedWeights W) Operands(string weights, string activations)
    {
        const int N = 5, M = 4, K = 96;
        var data = new TensorData { Distribution = TensorDistribution.HeavyTailed };
        QuantisedWeights w = WeightQuantiser.Quantise(SyntheticTensor.Draw(data, 1, 0, N, K), N, K, NamedFormat.Of(weights), NamedFormat.Of(activations));
        return (ActivationQuantiser.Quantise(NamedFormat.Of(activations), SyntheticTensor.Draw(data, 1, 1, M, K), M, K), w);
    }
}
