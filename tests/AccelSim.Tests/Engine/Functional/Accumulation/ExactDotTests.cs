using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Model.Formats;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

public sealed class ExactDotTests
{
    private static readonly ScalarFormat[] Operands = [.. AccumulatorGen.Floats, ScalarFormats.Fp32, ScalarFormats.Int4, ScalarFormats.Int8, ScalarFormats.Int16];

    private static readonly ScalarFormat[] Outputs = [ScalarFormats.Fp32, ScalarFormats.Fp16, ScalarFormats.Bf16];

    [Test]
    public void It_equals_the_sum_in_big_integers()
    {
        Gen.Select(Gen.OneOf(Operands.Select(Gen.Const).ToArray()), Gen.OneOf(Operands.Select(Gen.Const).ToArray()), Gen.OneOf(Outputs.Select(Gen.Const).ToArray()), Gen.Int[0, 40])
            .SelectMany((l, r, o, k) => Gen.Select(Gen.Const((l, r, o)), AccumulatorGen.FiniteCode(l).Array[k], AccumulatorGen.FiniteCode(r).Array[k], AccumulatorGen.FiniteCode(o)))
            .Sample((formats, a, b, c) =>
            {
                (ScalarFormat left, ScalarFormat right, ScalarFormat output) = formats;
                return new ExactDot(left, right, output).Dot(a, b, c) == DotOracle.Exact(left, right, output, a, b, c);
            }, iter: 20_000);
    }

    [TestCase("fp8_e4m3", 1000, ExactWidth.Long)]
    [TestCase("int8", 131_071, ExactWidth.Long)]
    [TestCase("fp8_e5m2", 1, ExactWidth.Int128)]
    [TestCase("fp16", 4096, ExactWidth.Int128)]
    [TestCase("bf16", 1, ExactWidth.Words)]
    [TestCase("fp32", 1, ExactWidth.Words)]
    public void The_width_follows_the_formats(string format, int terms, ExactWidth width)
    {
        ScalarFormat scalar = ScalarFormats.All.Single(f => f.Name == format);
        Assert.That(new ExactDot(scalar, scalar, ScalarFormats.Fp32).WidthFor(terms), Is.EqualTo(width));
    }

    [Test]
    public void Cancellation_of_huge_terms_leaves_the_small_one()
    {
        var codec = new ScalarCodec(ScalarFormats.Fp32);
        uint huge = codec.MaxCode, minusHuge = huge | 1u << 31, tiny = 1, one = codec.Encode(1f);
        var exact = new ExactDot(ScalarFormats.Fp32, ScalarFormats.Fp32, ScalarFormats.Fp32);
        Assert.That(exact.Dot([huge, tiny, minusHuge], [huge, one, huge]), Is.EqualTo(tiny));
        Assert.That(exact.Dot([huge, minusHuge], [huge, huge], 0x8000_0001), Is.EqualTo(0x8000_0001));
    }

    [Test]
    public void Every_width_gives_the_largest_possible_sum()
    {
        foreach (ScalarFormat format in Operands)
        {
            var codec = new ScalarCodec(format);
            uint[] codes = Enumerable.Repeat(codec.MaxCode, 300).ToArray();
            Assert.That(new ExactDot(format, format, ScalarFormats.Fp32).Dot(codes, codes), Is.EqualTo(DotOracle.Exact(format, format, ScalarFormats.Fp32, codes, codes, 0)), format.Name);
        }
    }

    [Test]
    public void The_batched_form_equals_one_by_one_with_specials_and_odd_edges()
    {
        ScalarFormat[] formats = Operands;
        Gen.Select(Gen.OneOf(formats.Select(Gen.Const).ToArray()), Gen.Int[0, 9], Gen.Int[0, 19], Gen.Int[0, 37])
            .SelectMany((f, m, n, k) => Gen.Select(Gen.Const((f, m, n, k)), AccumulatorGen.AnyCode(f).Array[m * k], AccumulatorGen.AnyCode(f).Array[n * k], AccumulatorGen.AnyCode(ScalarFormats.Fp32).Array[m * n]))
            .Sample((t, a, b, c) =>
            {
                var exact = new ExactDot(t.f, t.f, ScalarFormats.Fp32);
                uint[] fast = [.. c], slow = [.. c];
                exact.Multiply(new(t.m, t.n, t.k), a, b, fast);
                exact.MultiplyOneByOne(new(t.m, t.n, t.k), a, b, slow);
                return fast.SequenceEqual(slow);
            }, iter: 2_000);
    }
}
