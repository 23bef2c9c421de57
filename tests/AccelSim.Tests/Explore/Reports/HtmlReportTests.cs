using System.Text.Json;
using System.Text.RegularExpressions;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using AccelSim.Tests.Explore.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Reports;

public sealed partial class HtmlReportTests
{
    private const string Hostile = "</script><script>alert('x')</script>\"><img src=x onerror=alert(1)> & {{0}} ]]>";

    private static ReportContent Content(ResultSheet sheet, string title = "Quickstart", bool figure = false)
    {
        ParetoFront? front = sheet.Rows.Length == 0 ? null : ParetoFront.Of(sheet, [new("latency_us", false), new("tops", true)]);
        return new ReportContent(title, title, sheet, front,
            figure && front is not null ? [new(ParetoPlot.Draw(sheet, front, new ParetoPlotOptions(title)), title), new(ParetoPlot.Draw(sheet, front, new ParetoPlotOptions(title)), title)] : [],
            new Provenance([title], title, [InputFile.Of(title, "x"u8)], 1, title, sheet.Rows.Length, PointCounts.Of(sheet.Rows)));
    }

    private static ResultSheet HostileSheet { get; } = SampleSheets.Sheet([Hostile],
        SampleSheets.Row(0, Hostile, axes: [Hostile], values: [(Metrics.LatencyUs, 1), (Metrics.Tops, 2)]),
        SampleSheets.Row(1, "m", PointStatus.Failed, Hostile, axes: ["y"]),
        SampleSheets.Row(2, "m", axes: ["y"], values: [(Metrics.LatencyUs, 2), (Metrics.Tops, 3)]));

    private static JsonElement Data(string page) => JsonDocument.Parse(DataElement().Match(page).Groups[1].Value).RootElement;

    [Test]
    public void Hostile_names_stay_text()
    {
        string page = HtmlReport.Render(Content(HostileSheet, Hostile, figure: true));
        Assert.That(page, Does.Not.Contain("alert('x')").And.Not.Contain("<img").And.Not.Contain("onerror=alert(1)>"));
        // The page's own: the data and the script.
        Assert.That(Regex.Matches(page, "<script"), Has.Count.EqualTo(2));
        Assert.That(Regex.Matches(page, "</script>"), Has.Count.EqualTo(2));
    }

    [Test]
    public void Panels_give_the_best_points_of_each()
    {
        ResultSheet sheet = SampleSheets.Sheet(["regime"],
            SampleSheets.Row(0, axes: ["prefill"], values: [(Metrics.LatencyUs, 5), (Metrics.Tops, 2)]),
            SampleSheets.Row(1, axes: ["prefill"], values: [(Metrics.LatencyUs, 4), (Metrics.Tops, 3)]),
            SampleSheets.Row(2, axes: ["decode<1>"], values: [(Metrics.LatencyUs, 2), (Metrics.Tops, 1)]));
        ParetoFronts fronts = ParetoFronts.Of(sheet, [new("latency_us", false), new("tops", true)], "regime");
        string page = HtmlReport.Render(Content(sheet) with { Front = fronts.Union, Panels = fronts });
        Assert.That(page, Does.Contain("Best points for each regime").And.Contain("<b>2</b> on the Pareto fronts"));
        Assert.That(page, Does.Contain("<th scope=\"row\">prefill</th><td>least latency 4 µs; most throughput 3 TOPS</td><td class=\"number\">1</td>"));
        Assert.That(page, Does.Contain("<th scope=\"row\">decode&lt;1&gt;</th>"));
    }

    [Test]
    public void Hostile_names_reach_the_table_unchanged()
    {
        JsonElement data = Data(HtmlReport.Render(Content(HostileSheet)));
        Assert.That(data.GetProperty("rows")[0].EnumerateArray().Select(c => c.GetString()), Does.Contain(Hostile));
        Assert.That(data.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()), Does.Contain(Hostile));
    }

    [Test]
    public void Any_table_gives_a_page_whose_data_are_its_cells() =>
        SampleSheets.Any.Sample(sheet =>
        {
            string page = HtmlReport.Render(Content(sheet));
            JsonElement data = Data(page);
            string[] names = [.. data.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()!)];
            Assert.That(data.GetProperty("rows").GetArrayLength(), Is.EqualTo(sheet.Rows.Length));
            for (int row = 0; row < sheet.Rows.Length; row++)
                Assert.That(data.GetProperty("rows")[row].EnumerateArray().Select(c => c.GetString()), Is.EqualTo(names.Select(n => sheet.Column(n)!.Text(row))));
        }, iter: 60);

    [Test]
    public void The_page_loads_nothing_from_elsewhere()
    {
        string page = HtmlReport.Render(Content(HostileSheet, figure: true));
        Assert.That(Regex.Matches(page, "(?:src|href)=\"(?!#)[^\"]*\"").Select(m => m.Value), Is.Empty);
        Assert.That(page, Does.Not.Contain("@import").And.Not.Contain("fetch(").And.Contain("default-src 'none'"));
    }

    [Test]
    public void The_same_content_gives_the_same_bytes()
    {
        string first = HtmlReport.Render(Content(HostileSheet, figure: true)), second = HtmlReport.Render(Content(HostileSheet, figure: true));
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public void Ids_are_unique_though_two_pictures_are_inlined()
    {
        string page = HtmlReport.Render(Content(HostileSheet, figure: true));
        Assert.That(Regex.Matches(page, " id=\"([^\"]+)\"").Select(m => m.Groups[1].Value), Is.Unique);
        foreach (Match reference in Regex.Matches(page, "url\\(#([^)]+)\\)")) Assert.That(page, Does.Contain($" id=\"{reference.Groups[1].Value}\""));
    }

    [Test]
    public void The_summary_groups_reasons_and_names_the_best()
    {
        ResultSheet sheet = SampleSheets.Sheet(["workload.batch"],
        [
            .. Enumerable.Range(0, 5).Select(i => SampleSheets.Row(i, axes: [$"{i}"], status: PointStatus.Infeasible, reason: "tile does not fit")),
            SampleSheets.Row(5, axes: ["5"], values: [(Metrics.LatencyUs, 7), (Metrics.Tops, 1)]),
            SampleSheets.Row(6, axes: ["6"], values: [(Metrics.LatencyUs, 3), (Metrics.Tops, 1)]),
        ]);
        string page = HtmlReport.Render(Content(sheet));
        Assert.That(page, Does.Contain("<b>7</b> points").And.Contain("<b>2</b> ok").And.Contain("<b>5</b> infeasible").And.Contain("<b>0</b> failed"));
        Assert.That(page, Does.Contain("<td>tile does not fit</td><td>0-4</td>"));
        Assert.That(page, Does.Contain("least latency</th><td class=\"number\">3 &#xB5;s</td><td class=\"number\">6</td>").Or.Contain("least latency</th><td class=\"number\">3 µs</td><td class=\"number\">6</td>"));
        Assert.That(page, Does.Not.Contain("most throughput"), "all are equal, so none is best");
    }

    [Test]
    public void Of_very_many_rows_the_page_holds_some_and_the_front()
    {
        ResultSheet sheet = SampleSheets.Sheet([], [.. Enumerable.Range(0, 20_500).Select(i =>
            SampleSheets.Row(i, values: [(Metrics.LatencyUs, i == 20_499 ? 1 : 10 + i), (Metrics.Tops, 5)]))]);
        string page = HtmlReport.Render(Content(sheet));
        JsonElement data = Data(page);
        Assert.That(page, Does.Contain("The page holds 20,000 of 20,500 rows"));
        Assert.That(data.GetProperty("rows").GetArrayLength(), Is.EqualTo(20_000));
        Assert.That(data.GetProperty("front").EnumerateArray().Select(f => f.GetInt32()), Is.EqualTo(new[] { 19_999 }));
    }

    [GeneratedRegex("<script id=\"data\" type=\"application/json\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataElement();
}
