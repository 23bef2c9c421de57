using AccelSim.Explore.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Results;

public sealed class ParetoKneesTests
{
    [Test]
    public void The_corner_of_an_elbow_is_its_knee() =>
        Assert.That(ParetoKnees.Pick([0, 1, 2, 3, 10, 20], [0, 9, 9.2, 9.4, 9.7, 10], 3), Is.EqualTo(new[] { 0, 1, 5 }));

    [Test]
    public void A_straight_front_has_only_its_ends() =>
        Assert.That(ParetoKnees.Pick([0, 1, 2, 3], [0, 2, 4, 6], 4), Is.EqualTo(new[] { 0, 3 }));

    [Test]
    public void Never_more_points_than_asked_for_and_both_ends_among_them() =>
        Gen.Select(Gen.Double[0, 1].Array[1, 30], Gen.Int[2, 6]).Sample((y, count) =>
        {
            double[] x = [.. Enumerable.Range(0, y.Length).Select(i => (double)i)];
            var picked = ParetoKnees.Pick(x, y, count);
            Assert.That(picked, Has.Count.LessThanOrEqualTo(count));
            Assert.That(picked, Is.Ordered.And.Unique);
            Assert.That(picked[0], Is.Zero);
            Assert.That(picked[^1], Is.EqualTo(y.Length - 1));
        });
}
