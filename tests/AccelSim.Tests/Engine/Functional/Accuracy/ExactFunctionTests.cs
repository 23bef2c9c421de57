using AccelSim.Engine.Functional.Accuracy;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accuracy;

/// <summary>Elementary functions of our own against the library's, which are good to a unit in the last place.</summary>
public sealed class ExactFunctionTests
{
    [Test]
    public void The_exponential_is_the_librarys_but_for_the_last_bits() =>
        Gen.Double[-708, 709].Sample(x => Assert.That(ExactExp.Of(x) / Math.Exp(x), Is.EqualTo(1).Within(8e-16), $"{x:r}"), iter: 20_000);

    [Test]
    public void The_exponential_at_its_ends() => Assert.That(
        (double[])[ExactExp.Of(0), ExactExp.Of(-709), ExactExp.Of(710), ExactExp.Of(double.NegativeInfinity), ExactExp.Of(double.PositiveInfinity), ExactExp.Of(double.NaN)],
        Is.EqualTo((double[])[1, 0, double.PositiveInfinity, 0, double.PositiveInfinity, double.NaN]));

    [Test]
    public void Sine_and_cosine_are_the_librarys_but_for_the_last_bits() =>
        Gen.OneOf(Gen.Double[-8, 8], Gen.Double[-1e5, 1e5]).Sample(x =>
        {
            (double sin, double cos) = ExactSine.Of(x);
            Assert.That(sin, Is.EqualTo(Math.Sin(x)).Within(5e-16), $"{x:r}");
            Assert.That(cos, Is.EqualTo(Math.Cos(x)).Within(5e-16), $"{x:r}");
        }, iter: 20_000);

    [Test]
    public void Angles_too_large_to_reduce_are_refused() => Assert.That(() => ExactSine.Of(1e7), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
