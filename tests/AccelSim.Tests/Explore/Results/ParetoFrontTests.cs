using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Results;

public sealed class ParetoFrontTests
{
    // Few distinct values, so that ties and equal points are common.
    private static readonly Gen<double[][]> Points =
        Gen.Int[1, 4].SelectMany(n => Gen.Int[0, 6].Select(v => v / 2.0).Array[n].Array[0, 40]);

    private static bool Dominates(double[] a, double[] b) =>
        a.Zip(b).All(p => p.First <= p.Second) && a.Zip(b).Any(p => p.First < p.Second);

    /// <summary>The definition, in O(n^2).</summary>
    private static int[] Twin(double[][] points) =>
        [.. Enumerable.Range(0, points.Length).Where(i => !points.Any(p => Dominates(p, points[i])))];

    [Test]
    public void The_front_is_exactly_what_the_definition_says() =>
        Points.Sample(points => Assert.That(NonDominated.Indices(points), Is.EqualTo(Twin(points))), iter: 5000);

    [Test]
    public void Dominated_points_never_appear_on_the_front() =>
        Gen.Double[-1e6, 1e6].Array[3].Array[1, 60].Sample(points =>
        {
            var front = NonDominated.Indices(points);
            foreach (int i in front)
                Assert.That(points.Any(p => Dominates(p, points[i])), Is.False);
        });

    [Test]
    public void Every_point_off_the_front_is_dominated_by_one_on_it() =>
        Points.Sample(points =>
        {
            int[] front = [.. NonDominated.Indices(points)];
            foreach (int i in Enumerable.Range(0, points.Length).Except(front))
                Assert.That(front.Any(f => Dominates(points[f], points[i])), Is.True);
        });

    [Test]
    public void Equal_points_are_kept_together() =>
        Assert.That(NonDominated.Indices([[1, 2], [2, 1], [1, 2], [2, 2], [0, 5], [1, 2]]), Is.EqualTo(new[] { 0, 1, 2, 4, 5 }));

    [Test]
    public void Points_are_kept_whatever_the_order_they_come_in() =>
        Gen.Select(Points, Gen.Int[0, 1000]).Sample((points, seed) =>
        {
            int[] shuffle = [.. Enumerable.Range(0, points.Length)];
            new Random(seed).Shuffle(shuffle);
            int[] front = [.. NonDominated.Indices([.. shuffle.Select(i => points[i])]).Select(i => shuffle[i]).Order()];
            Assert.That(front, Is.EqualTo(NonDominated.Indices(points)));
        });

    [Test]
    public void A_million_points_of_the_plane_take_well_under_a_quadratic_time()
    {
        // All on the front: the worst case. A quadratic filter would need 10^12 comparisons, hours; the test would not end.
        double[][] points = [.. Enumerable.Range(0, 1_000_000).Select(i => new double[] { i, -i })];
        Assert.That(NonDominated.Indices(points), Has.Length.EqualTo(1_000_000));
    }

    [Test]
    public void Rows_that_cannot_take_part_are_left_out_and_counted()
    {
        ResultSheet sheet = SampleSheets.Sheet([],
            SampleSheets.Row(0, values: [(Metrics.WeightBits, 4), (Metrics.TokensPerS, 100)]),
            SampleSheets.Row(1, status: PointStatus.Infeasible, reason: "no mapping"),
            SampleSheets.Row(2, values: [(Metrics.WeightBits, 3)]),
            SampleSheets.Row(3, values: [(Metrics.WeightBits, 8), (Metrics.TokensPerS, 60)]),
            SampleSheets.Row(4, operation: "layer.0", values: [(Metrics.WeightBits, 1), (Metrics.TokensPerS, 1000)]),
            SampleSheets.Row(5, values: [(Metrics.WeightBits, 5), (Metrics.TokensPerS, 120)]));
        ParetoFront front = ParetoFront.Of(sheet, [new("weight_bits_per_element", false), new("tokens_per_s", true)]);
        Assert.That(front.Rows, Is.EqualTo(new[] { 0, 5 }));
        Assert.That(front.Candidates, Is.EqualTo(new[] { 0, 3, 5 }));
        Assert.That((front.NotOk, front.Unknown, front.NotTotal), Is.EqualTo((1L, 1L, 1L)));
    }

    [Test]
    public void Maximising_a_column_is_minimising_its_negative() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9]).Array[1, 30].Sample(pairs =>
        {
            ResultSheet sheet = SampleSheets.Sheet([], [.. pairs.Select((p, i) =>
                SampleSheets.Row(i, values: [(Metrics.Tops, p.Item1), (Metrics.AreaMm2, p.Item2)]))]);
            ParetoFront front = ParetoFront.Of(sheet, [new("tops", true), new("area_mm2", false)]);
            Assert.That(front.Rows, Is.EqualTo(Twin([.. pairs.Select(p => new double[] { -p.Item1, p.Item2 })])));
        });

    [Test]
    public void A_swept_key_can_be_an_objective()
    {
        ResultSheet sheet = SampleSheets.Sheet(["memory.channels"],
            SampleSheets.Row(0, axes: ["8"], values: [(Metrics.Tops, 10)]),
            SampleSheets.Row(1, axes: ["16"], values: [(Metrics.Tops, 10)]));
        Assert.That(ParetoFront.Of(sheet, [new("memory.channels", false), new("tops", true)]).Rows, Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void An_unknown_column_is_refused_with_those_that_are_there() =>
        Assert.That(() => ParetoFront.Of(SampleSheets.Sheet([]), [new("topz", true)]),
            Throws.ArgumentException.With.Message.StartsWith("topz: there is no such column; the table has point, machine"));
}
