using AccelSim.Engine.Functional.Accuracy;
using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Input.Machines;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Numerics;
using AccelSim.Tests.Input;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accuracy;

public sealed class MachineProductTests
{
    private static readonly Mapping Whole = new() { TileM = 16, TileN = 16, TileK = 256 };

    [TestCase("fp8_e4m3", "fp8_e4m3")]
    [TestCase("int8", "int8")]
    [TestCase("bf16", "bf16")]
    public void The_fast_equals_are_the_lowered_steps(string weights, string activations)
    {
        const int Size = 4, K = 96;
        QuantisedWeights w = WeightQuantiser.Quantise(SyntheticTensor.Draw(TensorData.Gaussian, 1, 0, Size, K), Size, K, NamedFormat.Of(weights), NamedFormat.Of(activations));
        float[] inputs = SyntheticTensor.Draw(TensorData.Gaussian, 1, 1, Size, K);
        Assert.That(MachineProduct.Of(w, inputs, Size, Machine(Accumulator.Default), Whole), Is.EqualTo(MachineProduct.Of(w, inputs, Size, null, null)));
    }

    [Test]
    public void A_narrow_alignment_is_worse_than_a_wide_one_and_an_exact_sum_is_best()
    {
        double Error(Accumulator accumulator) => new GemmAccuracy().Of(new AccuracyCase(
            NamedFormat.Of("fp8_e4m3"), NamedFormat.Of("fp8_e4m3"), NamedFormat.Of("fp32"), 1024, new NumericsPlan { Sample = 8, AgainstQuantised = true },
            QuantisationOptions.Default, Machine(accumulator), Whole))!.RelativeError;
        double exact = Error(Accumulator.Default);
        double wide = Error(Accumulator.Default with { Model = "t_fdpa", GroupLength = 32, FractionBits = 25 });
        double narrow = Error(Accumulator.Default with { Model = "t_fdpa", GroupLength = 32, FractionBits = 13 });
        double coarse = Error(Accumulator.Default with { Model = "t_fdpa", GroupLength = 32, FractionBits = 8 });
        Assert.That(exact, Is.LessThan(1e-6));
        Assert.That(wide, Is.LessThan(1e-5).And.GreaterThanOrEqualTo(exact / 2));
        Assert.That(narrow, Is.GreaterThan(10 * wide));
        Assert.That(coarse, Is.GreaterThan(8 * narrow));
    }

    private static Machine Machine(Accumulator accumulator) => MachineFile.Kind.Load("mx-next", [], Installation.Files).Value! with { Accumulator = accumulator };
}
