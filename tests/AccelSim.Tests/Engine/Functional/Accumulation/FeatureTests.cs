using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

/// <summary>
/// What the feature-targeted tests of FTTN (arXiv 2403.00232) and of PeerJ CS 7:e330 ask of a matrix unit, asked of the presets: subnormals, extra bits,
/// rounding of sum and products, width and order of the block. Inputs are ours.
/// </summary>
public sealed class FeatureTests
{
    private static readonly ScalarCodec Single = new(ScalarFormats.Fp32);

    private static readonly (string Name, int Length, int ExtraBits)[] Fp16Into32 =
        [("volta.mma.fp16.fp32", 4, 0), ("ampere.mma.fp16.fp32", 8, 1), ("ada.mma.fp16.fp32", 8, 1), ("hopper.mma.fp16.fp32", 16, 2), ("blackwell.mma.fp16.fp32", 16, 2)];

    [Test]
    public void One_dot_product_differs_between_generations()
    {
        // 2^14 - 2^14 + 2^(14-25): lost below 23 and 24 fraction bits, kept by 25.
        double[] a = [128, -128, Math.ScaleB(1, -5)], b = [128, 128, Math.ScaleB(1, -6)];
        Assert.That(Dot("volta.mma.fp16.fp32", a, b), Is.Zero);
        Assert.That(Dot("ampere.mma.fp16.fp32", a, b), Is.Zero);
        Assert.That(Dot("hopper.mma.fp16.fp32", a, b), Is.EqualTo(Math.ScaleB(1, -11)));
    }

    [Test]
    public void Subnormal_inputs_and_results_count()
    {
        double tiny = Math.ScaleB(1, -24);
        foreach ((string name, _, _) in Fp16Into32)
        {
            Assert.That(Dot(name, [tiny], [4]), Is.EqualTo(4 * tiny), name);
            Assert.That(Dot(name, [0], [0], Single.Decode(1)), Is.EqualTo(Single.DecodeExact(1)), name);
        }
        Assert.That(Dot("hopper.mma.bf16.fp32", [Math.ScaleB(1, -70)], [Math.ScaleB(1, -70)]), Is.EqualTo(Math.ScaleB(1, -140)));
        Assert.That(Dot("hopper.mma.fp16.fp16", [tiny], [1]), Is.EqualTo(tiny));
    }

    [Test]
    public void Extra_bits_are_as_many_as_F_exceeds_the_fraction_of_fp32()
    {
        foreach ((string name, _, int extra) in Fp16Into32)
        {
            for (int bits = 1; bits <= 3; bits++)
                Assert.That(Dot(name, [1, -1, Math.ScaleB(1, -11 - bits)], [1, 1, Math.ScaleB(1, -12)]) != 0, Is.EqualTo(bits <= extra), $"{name}, bit {bits}");
        }
    }

    [TestCase(1.0)]
    [TestCase(-1.0)]
    public void A_sum_is_truncated_toward_zero_for_either_sign(double sign)
    {
        double third = Math.ScaleB(1, -12), unit = Math.ScaleB(1, -23);
        foreach ((string name, _, _) in Fp16Into32)
        {
            // 2 + 1.5 units in the last place of 2, which is 2^-22.
            Assert.That(Dot(name, [sign, sign, 1.5 * third], [1, 1, sign * Math.ScaleB(1, -10)]), Is.EqualTo(sign * (2 + 2 * unit)), name);
        }
    }

    [Test]
    public void A_half_precision_result_is_rounded_to_nearest_even_once()
    {
        // 2 + half a unit of fp16 (2^-10) goes to even; with a little more it goes up, though fp32 would have lost the little.
        Assert.That(Dot("hopper.mma.fp16.fp16", [2, Math.ScaleB(1, -10)], [1, 1]), Is.EqualTo(2));
        Assert.That(Dot("hopper.mma.fp16.fp16", [2, Math.ScaleB(1, -10), Math.ScaleB(1, -12)], [1, 1, Math.ScaleB(1, -12)]), Is.EqualTo(2 + Math.ScaleB(1, -9)));
    }

    [Test]
    public void Products_are_exact_before_they_are_added()
    {
        // (1 + 2^-10)^2 has 21 bits; subtracting its rounded value leaves the last of them.
        double x = 1 + Math.ScaleB(1, -10);
        foreach ((string name, _, _) in Fp16Into32)
            Assert.That(Dot(name, [x, -1], [x, 1 + Math.ScaleB(1, -9)]), Is.EqualTo(Math.ScaleB(1, -20)), name);
    }

    [Test]
    public void The_width_of_a_block_is_the_first_distance_at_which_a_small_term_survives()
    {
        foreach ((string name, int length, _) in Fp16Into32)
        {
            int first = Enumerable.Range(2, 40).First(place =>
            {
                double[] a = new double[place + 1], b = new double[place + 1];
                (a[0], a[1], a[place]) = (128, -128, Math.ScaleB(1, -14));
                (b[0], b[1], b[place]) = (128, 128, Math.ScaleB(1, -14));
                return Dot(name, a, b) != 0;
            });
            Assert.That(first, Is.EqualTo(length), name);
        }
    }

    [Test]
    public void Order_matters_across_groups_and_not_within()
    {
        double big = 128, small = Math.ScaleB(1, -14);
        double[] a = new double[32], b = new double[32], apart = new double[32], other = new double[32];
        (a[0], a[1], a[2]) = (big, -big, small);
        (b[0], b[1], b[2]) = (big, big, small);
        (apart[0], apart[1], apart[16]) = (big, -big, small);
        (other[0], other[1], other[16]) = (big, big, small);
        Assert.That(Dot("hopper.mma.fp16.fp32", a, b), Is.Zero);
        Assert.That(Dot("hopper.mma.fp16.fp32", apart, other), Is.EqualTo(small * small));
    }

    [Test]
    public void Extra_bits_are_not_kept_between_blocks()
    {
        // Two halves of a unit in the last place make one within a group, none across two.
        double half = Math.ScaleB(1, -12);
        double[] a = new double[17], b = new double[17];
        (a[0], a[1], a[2]) = (1, half, half);
        (b[0], b[1], b[2]) = (1, half, half);
        Assert.That(Dot("hopper.mma.fp16.fp32", a, b), Is.EqualTo(1 + Math.ScaleB(1, -23)));
        (a[2], a[16], b[2], b[16]) = (0, half, 0, half);
        Assert.That(Dot("hopper.mma.fp16.fp32", a, b), Is.EqualTo(1));
    }

    [Test]
    public void Sums_need_not_be_monotone()
    {
        // c just below 1 leaves room for four terms of 2^-24; c = 1 raises the largest exponent and loses them all (PeerJ CS 7:e330).
        double[] small = [.. Enumerable.Repeat(Math.ScaleB(1, -12), 4)];
        Assert.That(Dot("volta.mma.fp16.fp32", small, small, 1 - Math.ScaleB(1, -24)), Is.EqualTo(1 + Math.ScaleB(1, -23)));
        Assert.That(Dot("volta.mma.fp16.fp32", small, small, 1), Is.EqualTo(1));
    }

    private static double Dot(string preset, double[] a, double[] b, double c = 0)
    {
        AccumulatorPreset found = ShippedPresets.All.Find(preset) ?? throw new ArgumentException(preset);
        DotAccumulator model = found.Build(found.Inputs[0], found.Inputs[0]);
        ScalarCodec input = new(found.Inputs[0]), output = new(found.Output);
        return output.DecodeExact(model.Dot(Array.ConvertAll(a, x => Exact(input, x)), Array.ConvertAll(b, x => Exact(input, x)), Exact(output, c)));
    }

    private static uint Exact(ScalarCodec codec, double value)
    {
        uint code = codec.Encode(value);
        Assert.That(codec.DecodeExact(code), Is.EqualTo(value), $"{codec.Format} holds the input");
        return code;
    }
}
