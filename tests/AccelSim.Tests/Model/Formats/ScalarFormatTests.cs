using System.Reflection;
using AccelSim.Model.Formats;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats;

public sealed class ScalarFormatTests
{
    [TestCaseSource(typeof(ScalarOracle), nameof(ScalarOracle.Small))]
    public void Largest_and_smallest_value_are_those_of_the_code_table(ScalarFormat format)
    {
        double[] positive = [.. ScalarOracle.FiniteValues(format).Where(v => v > 0)];
        Assert.That(format.MaxFinite, Is.EqualTo(positive.Max()));
        Assert.That(format.MinSubnormal, Is.EqualTo(positive.Min()));
        Assert.That(format.MaxExponent, Is.EqualTo(Math.ILogB(positive.Max())));
        Assert.That(format.HasZero, Is.EqualTo(ScalarOracle.FiniteValues(format).Contains(0)));
        Assert.That(format.HasNan, Is.EqualTo(ScalarOracle.Codes(format).Any(c => ScalarOracle.Value(format, c) is double.NaN)));
        Assert.That(format.HasInfinity, Is.EqualTo(ScalarOracle.Codes(format).Any(c => ScalarOracle.Value(format, c) == double.PositiveInfinity)));
    }

    [Test]
    public void Containment_is_inclusion_of_the_sets_of_values()
    {
        var sets = ScalarOracle.Small.ToDictionary(f => f, f => ScalarOracle.FiniteValues(f).ToHashSet());
        foreach (var outer in ScalarOracle.Small)
        {
            foreach (var inner in ScalarOracle.Small)
                Assert.That(outer.Contains(inner), Is.EqualTo(sets[inner].IsSubsetOf(sets[outer])), $"{inner} in {outer}");
        }
    }

    [TestCase("int8", "int4", true)]
    [TestCase("bf16", "int8", true)]
    [TestCase("fp16", "int8", true)]
    [TestCase("fp8_e4m3", "int4", true)]
    [TestCase("fp8_e4m3", "int5", true)]
    [TestCase("fp8_e4m3", "int6", false)]
    [TestCase("int8", "fp4_e2m1", false)]
    [TestCase("fp8_e4m3", "fp4_e2m1", true)]
    [TestCase("fp16", "fp8_e4m3", true)]
    [TestCase("fp16", "fp8_e5m2", true)]
    [TestCase("fp8_e4m3", "fp8_e5m2", false)]
    [TestCase("bf16", "fp16", false)]
    [TestCase("tf32", "fp16", true)]
    [TestCase("tf32", "bf16", true)]
    [TestCase("fp32", "tf32", true)]
    [TestCase("fp32", "int16", true)]
    [TestCase("fp32", "int32", false)]
    [TestCase("fp32", "e8m0", true)]
    public void Known_promotions_hold(string outer, string inner, bool holds) =>
        Assert.That(Scalar(outer).Contains(Scalar(inner)), Is.EqualTo(holds));

    [TestCase("fp32", 3.4028234663852886e38, 1.401298464324817e-45, 32)]
    [TestCase("fp16", 65504, 5.9604644775390625e-8, 16)]
    [TestCase("fp8_e5m2", 57344, 1.52587890625e-5, 8)]
    [TestCase("fp8_e4m3", 448, 0.001953125, 8)]
    [TestCase("fp6_e3m2", 28, 0.0625, 6)]
    [TestCase("fp6_e2m3", 7.5, 0.125, 6)]
    [TestCase("fp4_e2m1", 6, 0.5, 4)]
    [TestCase("ue4m3", 448, 0.001953125, 8)]
    [TestCase("int2", 1, 1, 2)]
    [TestCase("int4", 7, 1, 4)]
    [TestCase("int8", 127, 1, 8)]
    [TestCase("int32", 2147483647, 1, 32)]
    [TestCase("tf32", 3.4011621342146535e38, 1.1479437019748901e-41, 32)]
    public void Range_and_bits_are_those_of_the_specification(string name, double max, double min, int bits)
    {
        Assert.That(Scalar(name).MaxFinite, Is.EqualTo(max));
        Assert.That(Scalar(name).MinSubnormal, Is.EqualTo(min));
        Assert.That(Scalar(name).Bits, Is.EqualTo(bits));
    }

    [Test]
    public void Every_declared_format_is_in_the_catalogue_once()
    {
        var declared = typeof(ScalarFormats).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(p => p.PropertyType == typeof(ScalarFormat)).Select(p => (ScalarFormat)p.GetValue(null)!);
        Assert.That(ScalarFormats.All, Is.EquivalentTo(declared));
        Assert.That(ScalarFormats.All.Select(f => f.Name), Is.Unique);
    }

    [TestCase(0, 3, 7)]
    [TestCase(9, 3, 7)]
    [TestCase(4, 24, 7)]
    [TestCase(8, 7, 126)]
    [TestCase(8, 7, 144)]
    public void A_float_outside_the_reach_of_fp32_is_refused(int exponentBits, int mantissaBits, int bias)
    {
        Assert.That(ScalarFormat.FloatFault("odd", exponentBits, mantissaBits, bias, SpecialValues.Ieee), Is.Not.Null);
        Assert.That(() => ScalarFormat.Float("odd", exponentBits, mantissaBits, bias, SpecialValues.Ieee), Throws.ArgumentException);
    }

    private static ScalarFormat Scalar(string name) => ScalarFormats.All.Single(f => f.Name == name);
}
