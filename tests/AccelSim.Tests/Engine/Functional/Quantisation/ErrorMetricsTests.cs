using AccelSim.Engine.Functional.Quantisation;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Quantisation;

public sealed class ErrorMetricsTests
{
    [Test]
    public void Equal_results_have_no_error() =>
        Assert.That(ErrorMetrics.Of([1, -2, 0], [1, -2, 0]), Is.EqualTo(new ErrorMetrics(double.PositiveInfinity, 0, 0)));

    [Test]
    public void A_tenth_of_the_signal_is_twenty_decibels()
    {
        ErrorMetrics metrics = ErrorMetrics.Of([0.9f, 1.1f], [1, 1]);
        Assert.That(metrics.SqnrDb, Is.EqualTo(20).Within(1e-5));
        Assert.That(metrics.RelativeError, Is.EqualTo(0.1).Within(1e-6));
    }

    [Test]
    public void Ulps_are_counted_at_the_exact_value()
    {
        Assert.That(ErrorMetrics.Of([MathF.BitIncrement(1)], [1]).MaxUlp, Is.EqualTo(1));
        Assert.That(ErrorMetrics.Of([1], [1 + 1.0 / (1 << 24)]).MaxUlp, Is.EqualTo(0.5));
        Assert.That(ErrorMetrics.Of([float.Epsilon], [0]).MaxUlp, Is.EqualTo(1));
        Assert.That(ErrorMetrics.Of([float.NaN], [1]).MaxUlp, Is.EqualTo(double.PositiveInfinity));
        Assert.That(() => ErrorMetrics.Of([1], []), Throws.ArgumentException);
    }
}
