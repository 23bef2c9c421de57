using System.Collections.Immutable;
using AccelSim.Engine.Kernels;
using AccelSim.Explore.Accuracy;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Accuracy;

public sealed class DescentTests
{
    private static readonly ImmutableArray<KernelConstant> Constants =
        [new("a", "us", 2, 0, 10, "x"), new("b", "ratio", 1, 0.5, 1.5, "x"), new("c", "us", 3, 0, 10, "x"), new("d", "us", 4, 0, 10, "x")];

    private static Descent Found()
    {
        var descent = new Descent(Constants, [true, true, true, false]);
        descent.Pass(60, v => Math.Abs(v[0] - 6.3) + Math.Abs(v[1] - 9) + Math.Abs(v[3] - 1));
        descent.Round();
        return descent;
    }

    [Test]
    public void Constants_go_where_the_rows_ask_within_their_bounds_and_others_stay()
    {
        ImmutableArray<double> values = Found().Values;
        Assert.That(values[0], Is.EqualTo(6.3).Within(0.1));
        Assert.That(values[1], Is.EqualTo(1.5), "the bound");
        Assert.That(values[2], Is.EqualTo(3), "no row depends on it");
        Assert.That(values[3], Is.EqualTo(4), "not free");
    }

    [Test]
    public void The_same_rows_give_the_same_constants()
    {
        ImmutableArray<double> again = Found().Values;
        Assert.That(Found().Values, Is.EqualTo(again));
    }
}
