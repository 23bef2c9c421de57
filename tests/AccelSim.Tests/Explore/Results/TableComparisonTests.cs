using System.Text;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Results;

public sealed class TableComparisonTests
{
    private static ResultSheet Sheet(params (string Batch, double Latency)[] rows) => SampleSheets.Sheet(["workload.batch"],
        [.. rows.Select((r, i) => SampleSheets.Row(i, axes: [r.Batch], values: [(Metrics.LatencyUs, r.Latency)]))]);

    [Test]
    public void A_table_is_identical_to_itself() =>
        SampleSheets.Any.Sample(sheet => Assert.That(TableComparison.Of(sheet, SampleSheets.Read(SampleSheets.Text(sheet))).IsIdentical, Is.True));

    [Test]
    public void Every_row_is_joined_or_on_one_side() =>
        Gen.Select(Gen.Int[0, 9].Array[0, 12], Gen.Int[0, 9].Array[0, 12]).Sample((a, b) =>
        {
            TableComparison comparison = TableComparison.Of(Sheet([.. a.Select(x => ($"{x}", 1.0))]), Sheet([.. b.Select(x => ($"{x}", 1.0))]));
            Assert.That(comparison.Joined + comparison.OnlyInA.Length, Is.EqualTo(a.Length));
            Assert.That(comparison.Joined + comparison.OnlyInB.Length, Is.EqualTo(b.Length));
            Assert.That(comparison.Joined, Is.EqualTo(Enumerable.Range(0, 10).Sum(v => Math.Min(a.Count(x => x == v), b.Count(x => x == v)))));
        });

    [Test]
    public void Points_may_have_other_numbers_in_the_other_table()
    {
        TableComparison comparison = TableComparison.Of(Sheet(("1", 10), ("8", 20)), Sheet(("8", 20), ("1", 10)));
        Assert.That(comparison.IsIdentical, Is.True);
    }

    [Test]
    public void Movement_is_counted_with_its_median_and_its_largest()
    {
        TableComparison comparison = TableComparison.Of(
            Sheet(("1", 100), ("2", 100), ("4", 100), ("8", 100)), Sheet(("1", 110), ("2", 100), ("4", 80), ("8", 101)));
        ColumnMovement latency = comparison.Columns.Single();
        Assert.That((latency.Column, latency.Compared, latency.Moved), Is.EqualTo(("latency_us", 4L, 3L)));
        Assert.That(latency.MedianRelativeChange, Is.EqualTo(0.01).Within(1e-12));
        Assert.That(latency.MaxRelativeChange, Is.EqualTo(-0.20).Within(1e-12));
        Assert.That(latency.Worst.Select(w => w.Key.AxisValues[0]), Is.EqualTo(new[] { "4", "1", "8" }));
    }

    [Test]
    public void Changes_within_the_tolerance_are_still() =>
        Assert.That(TableComparison.Of(Sheet(("1", 100)), Sheet(("1", 101)), tolerance: 0.02).IsIdentical, Is.True);

    [Test]
    public void A_cell_that_appears_or_vanishes_is_no_movement()
    {
        ResultSheet a = SampleSheets.Sheet([], SampleSheets.Row(0, values: [(Metrics.Tops, 1)]));
        ResultSheet b = SampleSheets.Sheet([], SampleSheets.Row(0, values: [(Metrics.EnergyUj, 1)]));
        Assert.That(TableComparison.Of(a, b).Columns.Select(c => (c.Column, c.Vanished, c.Appeared, c.Moved)),
            Is.EqualTo(new[] { ("tops", 1L, 0L, 0L), ("energy_uj", 0L, 1L, 0L) }));
    }

    [Test]
    public void Keys_that_only_one_side_sweeps_are_named_and_do_not_join()
    {
        TableComparison comparison = TableComparison.Of(Sheet(("1", 5)), SampleSheets.Sheet(["clock"], SampleSheets.Row(0, axes: ["1 GHz"], values: [(Metrics.LatencyUs, 5)])));
        Assert.That(comparison.AxesOnlyInA, Is.EqualTo(new[] { "workload.batch" }));
        Assert.That(comparison.AxesOnlyInB, Is.EqualTo(new[] { "clock" }));
        Assert.That(comparison.Joined, Is.EqualTo(1));
    }

    [Test]
    public void Text_and_CSV_say_what_moved()
    {
        ResultSheet b = SampleSheets.Sheet(["workload.batch"],
            SampleSheets.Row(0, axes: ["1"], values: [(Metrics.LatencyUs, 150)]),
            SampleSheets.Row(1, axes: ["2"], status: PointStatus.Infeasible, reason: "no mapping"));
        TableComparison comparison = TableComparison.Of(Sheet(("1", 100), ("2", 100), ("4", 100)), b);
        string text = ComparisonText.Render(comparison, 100);
        Assert.That(text, Does.Contain("+50.00%").And.Contain("only in A: 1 row\n  batch=4\n").And.Contain("another status: 1 row\n  ok -> infeasible: batch=2\n"));
        Assert.That(text, Does.EndWith("2 rows joined: 1 of 1 columns moved; 1 rows only in A, 0 only in B; 1 changed status\n"));
        using var stream = new MemoryStream();
        ComparisonCsv.Write(stream, comparison);
        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).Split('\n');
        Assert.That(lines[1], Is.EqualTo("column,latency_us,1,1,1,0,50,50,,,,,,"));
        Assert.That(lines[2], Is.EqualTo("moved,latency_us,,,,,,50,sq-next,llama-3.1-8b,total,workload.batch=1,100,150"));
        Assert.That(lines[3], Is.EqualTo("status,status,,,,,,,sq-next,llama-3.1-8b,total,workload.batch=2,ok,infeasible"));
        Assert.That(lines[4], Is.EqualTo("only_in_a,,,,,,,,sq-next,llama-3.1-8b,total,workload.batch=4,,"));
    }

    [Test]
    public void Identical_tables_say_so() =>
        Assert.That(ComparisonText.Render(TableComparison.Of(Sheet(("1", 5)), Sheet(("1", 5))), 80), Is.EqualTo("identical: 1 rows, 1 columns\n"));
}
