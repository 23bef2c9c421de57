using AccelSim.Engine.Schedule;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Schedule;

public sealed class FloorSumTests
{
    [Test]
    public void A_sum_equals_the_walk_over_its_terms() =>
        Gen.Select(Gen.Int[0, 200], Gen.Int[1, 300], Gen.Int[0, 1000], Gen.Int[0, 1000]).Sample((n, m, a, b) =>
            FloorSum.Of(n, m, a, b) == Enumerable.Range(0, n).Sum(i => (a * i + b) / m));

    [Test]
    public void A_million_waves_are_summed_without_overflow() =>
        Assert.That(FloorSum.Of(1_000_000, 3, 3_000_000, 2), Is.EqualTo(499_999_500_000L * 1_000_000));
}
