using System.Reflection;
using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

/// <summary>Every listed model passes the laws that hold for all of them, and every model is listed.</summary>
public sealed class CatalogueTests
{
    private static readonly ScalarFormat[] Formats = [.. AccumulatorGen.Floats, ScalarFormats.Int4, ScalarFormats.Int8];

    private static IEnumerable<AccumulatorModel> Models => AccumulatorCatalogue.All;

    [Test]
    public void Every_model_is_reached_from_a_list()
    {
        Type[] listed =
        [
            .. AccumulatorCatalogue.All.Select(m => Build(m, Formats.First(f => m.Takes(f, f))).GetType()),
            .. ShippedPresets.All.Plain.Select(p => p.Build(p.Inputs[0], p.Inputs[0]).GetType()),
            .. ShippedPresets.BlockScaled.Select(p => p.BuildScaled(p.Inputs[0], p.Inputs[0]).GetType()),
        ];
        Type[] written = [.. typeof(DotAccumulator).Assembly.GetTypes().Where(t => !t.IsAbstract && (t.IsSubclassOf(typeof(DotAccumulator)) || t.IsSubclassOf(typeof(ScaledDotAccumulator))))];
        Assert.That(listed.Distinct(), Is.EquivalentTo(written));
        Assert.That(AccumulatorCatalogue.All.Select(m => m.Name), Is.Unique);
    }

    [TestCaseSource(nameof(Models))]
    public void Nothing_added_to_nothing_is_zero(AccumulatorModel model) => EachFormat(model, accumulator =>
    {
        Assert.That(accumulator.Dot([], []), Is.Zero);
        Assert.That(accumulator.Dot(new uint[70], new uint[70]), Is.Zero);
    });

    [TestCaseSource(nameof(Models))]
    public void One_product_of_small_integers_is_exact(AccumulatorModel model) => EachFormat(model, accumulator =>
    {
        ScalarCodec codec = new(accumulator.Left), output = new(accumulator.Output);
        foreach ((int x, int y) in ((int, int)[])[(1, 1), (2, 3), (-3, 1), (-2, -2), (3, 3)])
            Assert.That(output.DecodeExact(accumulator.Dot([codec.Encode((float)x)], [codec.Encode((float)y)])), Is.EqualTo(x * y), accumulator.Left.Name);
    });

    [TestCaseSource(nameof(Models))]
    public void The_operands_commute(AccumulatorModel model) => EachFormat(model, accumulator =>
        Gen.Select(AccumulatorGen.AnyCode(accumulator.Left).Array[40], AccumulatorGen.AnyCode(accumulator.Left).Array[40], AccumulatorGen.AnyCode(accumulator.Output))
            .Sample((a, b, c) => accumulator.Dot(a, b, c) == accumulator.Dot(b, a, c), iter: 200));

    [TestCaseSource(nameof(Models))]
    public void The_batched_form_is_one_dot_product_an_element(AccumulatorModel model) => EachFormat(model, accumulator => Gen.Int[0, 40]
        .SelectMany(k => Gen.Select(AccumulatorGen.AnyCode(accumulator.Left).Array[3 * k], AccumulatorGen.AnyCode(accumulator.Left).Array[9 * k], AccumulatorGen.AnyCode(accumulator.Output).Array[27]))
        .Sample((a, b, c) =>
        {
            int k = a.Length / 3;
            uint[] sums = [.. c];
            accumulator.Multiply(new(3, 9, k), a, b, sums);
            return sums.Select((sum, i) => sum == accumulator.Dot(a.AsSpan(i / 9 * k, k), b.AsSpan(i % 9 * k, k), c[i])).All(equal => equal);
        }, iter: 50));

    [TestCaseSource(nameof(Models))]
    public void NaN_and_infinity_spread_as_in_IEEE_754(AccumulatorModel model) => EachFormat(model, accumulator =>
    {
        ScalarCodec codec = new(accumulator.Left), output = new(accumulator.Output);
        if (!accumulator.Output.HasNan)
            return;
        uint one = codec.Encode(1f), nan = output.NanCode, infinity = output.Encode(float.PositiveInfinity, Conversion.Ieee), minus = 1u << (accumulator.Output.CodeBits - 1);
        Assert.That(accumulator.Dot([one], [one], nan | minus), Is.EqualTo(nan), "payload and sign are dropped");
        Assert.That(accumulator.Dot([one], [one], infinity | minus), Is.EqualTo(infinity | minus));
        if (accumulator.Left.HasNan)
            Assert.That(accumulator.Dot([one, codec.NanCode], [one, 0]), Is.EqualTo(nan));
        if (!accumulator.Left.HasInfinity)
            return;
        uint infinite = codec.Encode(float.PositiveInfinity, Conversion.Ieee), sign = 1u << (accumulator.Left.CodeBits - 1);
        Assert.That(accumulator.Dot([infinite], [one | sign]), Is.EqualTo(infinity | minus));
        Assert.That(accumulator.Dot([infinite], [0]), Is.EqualTo(nan));
        Assert.That(accumulator.Dot([infinite, infinite], [one, one | sign]), Is.EqualTo(nan));
    });

    [Test]
    public void An_unknown_model_and_operands_that_do_not_fit_are_refused_with_what_is_allowed()
    {
        Assert.That(() => AccumulatorCatalogue.Build(new Accumulator("kahan", 16, 25, 32), ScalarFormats.Fp16, ScalarFormats.Fp16),
            Throws.ArgumentException.With.Message.Contains("kahan").And.Message.Contains("t_fdpa"));
        Assert.That(() => AccumulatorCatalogue.Build(new Accumulator("int32_wrap", 16, 25, 32), ScalarFormats.Int8, ScalarFormats.Fp16),
            Throws.ArgumentException.With.Message.Contains("int8 x fp16"));
        Assert.That(() => ShippedPresets.All.Find("volta.mma.fp16.fp32")!.Build(ScalarFormats.Bf16, ScalarFormats.Fp16), Throws.ArgumentException.With.Message.Contains("bf16"));
        Assert.That(() => AccumulatorGen.Hopper(ScalarFormats.Fp16, ScalarFormats.Fp16).Dot([1], [1, 2]), Throws.ArgumentException);
        Assert.That(() => AccumulatorGen.Hopper(ScalarFormats.Fp16, ScalarFormats.Fp16).Multiply(new(2, 2, 2), new uint[4], new uint[4], new uint[3]), Throws.ArgumentException);
    }

    private static void EachFormat(AccumulatorModel model, Action<DotAccumulator> assert)
    {
        foreach (ScalarFormat format in Formats.Where(f => model.Takes(f, f))) assert(Build(model, format));
    }

    private static DotAccumulator Build(AccumulatorModel model, ScalarFormat format) =>
        AccumulatorCatalogue.Build(new Accumulator(model.Name, 16, 25, 32), format, format);
}
