using AccelSim.Engine.Functional.Accuracy;
using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accuracy;

/// <summary>Known answers of round-to-nearest with selection by magnitude, and what must hold of any.</summary>
public sealed class KnownAccuracyTests
{
    private static readonly GemmAccuracy Cases = new();

    private static readonly TensorData Tails = new() { Distribution = TensorDistribution.Outliers };

    [TestCase("nvfp4", 20.4, 20.6)]
    [TestCase("int5(g=64)", 26.0, 19.5)]
    [TestCase("sq(int8/int4,b=64,s=0.875)", 24.8, 27.5)]
    public void Weights_alone_give_the_known_ratios(string weights, double gaussian, double outliers)
    {
        Assert.That(Sqnr(weights, "fp32"), Is.EqualTo(gaussian).Within(0.5), "normal weights");
        Assert.That(Sqnr(weights, "fp32", new NumericsPlan { Weights = Tails, Sample = 64 }), Is.EqualTo(outliers).Within(0.5), "1 % of them ten times larger");
    }

    [Test]
    public void A_bit_more_is_worth_six_decibels()
    {
        double[] ladder = [.. ((string[])["int3(g=64)", "int4(g=64)", "int5(g=64)", "int6(g=64)", "int8(g=64)"]).Select(w => Sqnr(w, "fp32"))];
        int[] largest = [3, 7, 15, 31, 127];
        for (int i = 0; i + 1 < largest.Length; i++)
            Assert.That(ladder[i + 1] - ladder[i], Is.EqualTo(20 * Math.Log10((double)largest[i + 1] / largest[i])).Within(0.7), $"step {i}");
    }

    [Test]
    public void What_is_not_quantised_has_only_the_error_of_its_own_rounding()
    {
        Assert.That(Sqnr("fp32", "fp32"), Is.GreaterThan(120));
        Assert.That(Sqnr("bf16", "bf16"), Is.InRange(45, 56), "8 bits of significand, two operands");
        Assert.That(Of("bf16", "bf16", output: "bf16").MaxUlp, Is.InRange(0.5, 8));
    }

    [Test]
    public void Outlier_channels_are_caught_by_a_static_mask()
    {
        var data = new NumericsPlan { Activations = new TensorData { ChannelFraction = 0.01 }, Sample = 32 };
        double Masked(ActivationScore score) => Sqnr("int8", "sq(int8/int4,b=64,s=0.875,static)", data, new QuantisationOptions { ActScore = score });
        double plain = Sqnr("int8", "int4", data), chosen = Sqnr("int8", "sq(int8/int4,b=64,s=0.875,dynamic)", data);
        Assert.That(Masked(ActivationScore.Abs), Is.GreaterThan(plain + 10));
        Assert.That(chosen, Is.GreaterThan(Masked(ActivationScore.Abs)));
        Assert.That(Masked(ActivationScore.Signed), Is.LessThan(Masked(ActivationScore.Abs)), "a signed sum of weights that cancel ranks a large channel low");
    }

    [Test]
    public void Smoothing_helps_where_channels_differ_and_calibration_helps_low_precision()
    {
        var data = new NumericsPlan { Activations = new TensorData { ChannelFraction = 0.01 } };
        Assert.That(Sqnr("int8", "int8", data, Options(QuantisationMethod.Smoothed)), Is.GreaterThan(Sqnr("int8", "int8", data) + 3));
        var small = new NumericsPlan { MaxK = 128, MaxKCalibrated = 128 };
        Assert.That(Sqnr("2:4(int8)", "int8", small, Options(QuantisationMethod.Calibrated) with { SmoothAlpha = null }), Is.GreaterThan(0));
    }

    [TestCase("nvfp4", "nvfp4")]
    [TestCase("int4(g=128)", "int8")]
    [TestCase("sq(int8/int4,b=64,s=0.875)", "int4")]
    [TestCase("fp8_e4m3", "fp8_e4m3")]
    public void A_scale_of_two_changes_no_ratio(string weights, string activations)
    {
        // Outlier channels that are all channels scale a whole tensor.
        var scaled = new NumericsPlan { Weights = new TensorData { ChannelFraction = 1, ChannelScale = 4 }, Activations = new TensorData { ChannelFraction = 1, ChannelScale = 8 }, MaxK = 512 };
        double before = Sqnr(weights, activations, new NumericsPlan { MaxK = 512 }), after = Sqnr(weights, activations, scaled);
        Assert.That(after, Is.EqualTo(before).Within(1e-9));
    }

    [Test]
    public void A_known_case_and_a_new_one_are_equal_whatever_the_threads()
    {
        AccuracyCase[] cases = [.. from w in (string[])["int4", "nvfp4", "sq(int8/int4,b=16,s=0.75)", "2:4(int8)"]
                                   from k in (long[])[64, 200, 512]
                                   select Case(w, "int8", new NumericsPlan { Sample = 8 }, k: k)];
        ProductError?[] alone = [.. cases.Select(one => new GemmAccuracy().Of(one))];
        var shared = new GemmAccuracy();
        var together = new ProductError?[cases.Length * 3];
        Parallel.For(0, together.Length, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i => together[i] = shared.Of(cases[i % cases.Length]));
        for (int i = 0; i < together.Length; i++) Assert.That(together[i], Is.EqualTo(alone[i % cases.Length]));
        Assert.That(shared.Cases, Is.EqualTo(cases.Length));
    }

    [Test]
    public void A_longer_reduction_than_the_cap_is_cut_to_it()
    {
        var data = new NumericsPlan { MaxK = 256, Sample = 8 };
        Assert.That(new GemmAccuracy().Of(Case("int4", "int8", data, k: 100_000)), Is.EqualTo(new GemmAccuracy().Of(Case("int4", "int8", data, k: 256))));
    }

    private static QuantisationOptions Options(QuantisationMethod method) => new() { Method = method };

    private static double Sqnr(string weights, string activations, NumericsPlan? data = null, QuantisationOptions? options = null) =>
        Of(weights, activations, data, options).SqnrDb;

    private static ProductError Of(string weights, string activations, NumericsPlan? data = null, QuantisationOptions? options = null, string output = "fp32") =>
        Cases.Of(Case(weights, activations, data ?? new NumericsPlan { Sample = 64 }, options, output))!;

    private static AccuracyCase Case(string weights, string activations, NumericsPlan data, QuantisationOptions? options = null, string output = "fp32", long k = 2048) =>
        new(NamedFormat.Of(weights), NamedFormat.Of(activations), NamedFormat.Of(output), k, data, options ?? QuantisationOptions.Default);
}
