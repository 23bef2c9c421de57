using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Results;

public sealed class ParetoFrontsTests
{
    private static readonly ParetoObjective[] Objectives = [new("weight_bits_per_element", false), new("tokens_per_s", true)];

    private static readonly Gen<ResultSheet> Sheets = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 6], Gen.Int[0, 6], Gen.Int[0, 9]).Array[1, 40].Select(rows =>
        SampleSheets.Sheet(["regime"], [.. rows.Select((r, i) => r.Item4 == 0
            ? SampleSheets.Row(i, status: PointStatus.Infeasible, reason: "no mapping", axes: [$"r{r.Item1}"])
            : SampleSheets.Row(i, operation: r.Item4 == 1 ? "layer.0" : "total", axes: [$"r{r.Item1}"],
                values: [(Metrics.WeightBits, r.Item2), (Metrics.TokensPerS, r.Item3)]))]));

    [Test]
    public void The_front_of_a_panel_is_that_of_the_sheet_with_only_its_rows() => Sheets.Sample(sheet =>
    {
        foreach (PanelFront panel in ParetoFronts.Of(sheet, Objectives, "regime").Panels)
        {
            int[] rows = [.. Enumerable.Range(0, sheet.Rows.Length).Where(r => sheet.Rows[r].Axes[0] == panel.Value)];
            ParetoFront alone = ParetoFront.Of(sheet.Select(rows), Objectives);
            Assert.That(panel.Front.Rows, Is.EqualTo(alone.Rows.Select(r => rows[r])));
            Assert.That(panel.Front.Candidates, Is.EqualTo(alone.Candidates.Select(r => rows[r])));
            Assert.That((panel.Front.NotOk, panel.Front.Unknown, panel.Front.NotTotal), Is.EqualTo((alone.NotOk, alone.Unknown, alone.NotTotal)));
        }
    });

    [Test]
    public void The_union_holds_every_front_once_in_the_order_of_the_table() => Sheets.Sample(sheet =>
    {
        ParetoFronts fronts = ParetoFronts.Of(sheet, Objectives, "regime");
        Assert.That(fronts.Union.Rows, Is.Ordered.And.Unique);
        Assert.That(fronts.Union.Rows, Is.EquivalentTo(fronts.Panels.SelectMany(p => p.Front.Rows)));
        Assert.That(fronts.Panels.Select(p => p.Value), Is.EqualTo(sheet.Rows.Select(r => r.Axes[0]).Distinct()));
    });

    [Test]
    public void One_panel_is_one_front() => Sheets.Sample(sheet =>
    {
        ParetoFront union = ParetoFronts.Of(sheet, Objectives, "workload").Union, front = ParetoFront.Of(sheet, Objectives);
        Assert.That(union.Rows, Is.EqualTo(front.Rows));
        Assert.That(union.Candidates, Is.EqualTo(front.Candidates));
    });

    [Test]
    public void An_unknown_column_is_refused_with_those_that_are_there() =>
        Assert.That(() => ParetoFronts.Of(SampleSheets.Sheet([], SampleSheets.Row(0)), Objectives, "regim"),
            Throws.ArgumentException.With.Message.StartsWith("regim: there is no such column; the table has point"));
}
