using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Model.Formats;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

public sealed class TFdpaTests
{
    /// <summary>Formats, parameters and operands; a quarter of the draws hold any code at all, the rest numbers close enough to interact.</summary>
    private static readonly Gen<(ScalarFormat Left, ScalarFormat Right, TFdpaParameters Parameters, int K)> Cases =
        Gen.Select(Format, Format, Gen.Int[1, 40], Gen.Int[1, 30], Gen.OneOf(OutputRounding.All.Select(Gen.Const).ToArray()), Gen.Bool, Gen.Int[0, 70])
            .Select(t => (t.Item1, t.Item2, TFdpaParameters.Usual(t.Item3, t.Item4, t.Item5) with { Alignment = t.Item6 ? Alignment.Floor : Alignment.TruncateMagnitude }, t.Item7));

    private static Gen<ScalarFormat> Format => Gen.OneOf(AccumulatorGen.Floats.Append(ScalarFormats.Int8).Select(Gen.Const).ToArray());

    [Test]
    public void It_equals_its_definition_in_big_integers()
    {
        Cases.SelectMany(c => Gen.Select(Gen.Const(c), AccumulatorGen.FiniteCode(c.Left).Array[c.K], AccumulatorGen.FiniteCode(c.Right).Array[c.K], AccumulatorGen.FiniteCode(c.Parameters.Rounding.Container)))
            .Sample((c, a, b, start) => DotOracle.Chain(c.Left, c.Right, c.Parameters, a, b, start) is not { } expected
                || new TFdpa(c.Left, c.Right, c.Parameters).Dot(a, b, start) == expected, iter: 20_000);
    }

    [Test]
    public void It_equals_its_definition_where_terms_are_close()
    {
        Cases.SelectMany(c => Gen.Select(Gen.Const(c), AccumulatorGen.Near(c.Left, -4, 3).Array[c.K], AccumulatorGen.Near(c.Right, -4, 3).Array[c.K], AccumulatorGen.Near(c.Parameters.Rounding.Container, -6, 6)))
            .Sample((c, a, b, start) => DotOracle.Chain(c.Left, c.Right, c.Parameters, a, b, start) is not { } expected
                || new TFdpa(c.Left, c.Right, c.Parameters).Dot(a, b, start) == expected, iter: 20_000);
    }

    [Test]
    public void The_batched_form_equals_one_by_one_with_specials_and_odd_edges()
    {
        Gen.Select(Cases, Gen.Int[0, 5], Gen.Int[0, 19], Gen.Bool).SelectMany((c, m, n, any) =>
        {
            Gen<uint> Code(ScalarFormat f) => any ? AccumulatorGen.AnyCode(f) : AccumulatorGen.Near(f, -5, 5);
            return Gen.Select(Gen.Const((c, m, n)), Code(c.Left).Array[m * c.K], Code(c.Right).Array[n * c.K], Code(c.Parameters.Rounding.Container).Array[m * n]);
        }).Sample((t, a, b, c) =>
        {
            var model = new TFdpa(t.c.Left, t.c.Right, t.c.Parameters);
            uint[] fast = [.. c], slow = [.. c];
            model.Multiply(new(t.m, t.n, t.c.K), a, b, fast);
            model.MultiplyOneByOne(new(t.m, t.n, t.c.K), a, b, slow);
            return fast.SequenceEqual(slow);
        }, iter: 5_000);
    }

    [Test]
    public void Rounding_the_sum_equals_the_codec()
    {
        foreach (OutputRounding rounding in OutputRounding.All.Where(r => r.MantissaBits == r.Container.MantissaBits))
        {
            var codec = new ScalarCodec(rounding.Container);
            Gen.Select(Gen.Long, Gen.Int[0, 63], Gen.Int[-260, 140]).Sample((value, shift, lowest) =>
            {
                long sum = value == long.MinValue ? 1 : value >> shift;
                uint expected = sum == 0 ? 0 : codec.Encode(sum < 0, (UInt128)(ulong)Math.Abs(sum), lowest, sticky: false, new Conversion(rounding.Rounding, OverflowRule.Infinity));
                return rounding.Encode(sum, lowest) == expected;
            }, iter: 50_000);
        }
    }

    [Test]
    public void A_sum_that_could_overflow_is_refused()
    {
        Assert.That(() => AccumulatorGen.Hopper(ScalarFormats.Fp16, ScalarFormats.Fp16, 64, 60), Throws.ArgumentException);
        Assert.That(() => AccumulatorGen.Hopper(ScalarFormats.Fp16, ScalarFormats.Fp16, 0), Throws.ArgumentException);
        Assert.That(() => AccumulatorGen.Hopper(ScalarFormats.Fp16, ScalarFormats.Fp16, 16, 0), Throws.ArgumentException);
    }
}
