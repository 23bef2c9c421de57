using System.Text;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Reports;

/// <summary>The first section of a report: how the points ended, why some did not, and the best ones.</summary>
internal static class ReportSummary
{
    private const int MostReasons = 20;

    public static void Add(StringBuilder page, ReportContent content)
    {
        PointCounts counts = PointCounts.Of(content.Sheet.Rows);
        page.Append("<section aria-labelledby=\"summary\">\n<h2 id=\"summary\">Summary</h2>\n<ul class=\"tiles\">\n");
        AddTile(page, counts.All, "points", "");
        AddTile(page, counts.Ok, "ok", "ok");
        AddTile(page, counts.Infeasible, "infeasible", counts.Infeasible > 0 ? "infeasible" : "");
        AddTile(page, counts.Failed, "failed", counts.Failed > 0 ? "failed" : "");
        if (content.Front is { } front) AddTile(page, front.Rows.Length, "on the Pareto front", "");
        page.Append("</ul>\n");
        if (content.Front is { } found) AddFront(page, found);
        AddReasons(page, content.Sheet);
        AddBest(page, content.Sheet);
        page.Append("</section>\n");
    }

    private static void AddTile(StringBuilder page, long count, string what, string tone) =>
        page.Append(HtmlReport.Html($"<li class=\"{tone}\"><b>{count:N0}</b> {what}</li>\n"));

    private static void AddFront(StringBuilder page, ParetoFront front)
    {
        string objectives = string.Join(", ", front.Objectives.Select(o => $"{o.Column} {(o.Maximize ? "maximised" : "minimised")}"));
        page.Append(HtmlReport.Html($"<p>Pareto front: {objectives}; {front.Candidates.Length:N0} rows took part"));
        if (front.Unknown > 0) page.Append(HtmlReport.Html($", {front.Unknown:N0} were left out because an objective is unknown"));
        page.Append(".</p>\n");
    }

    private static void AddReasons(StringBuilder page, ResultSheet sheet)
    {
        var reasons = sheet.Rows.Where(r => r.Status != PointStatus.Ok).GroupBy(r => (r.Status, r.Reason))
            .Select(g => (g.Key.Status, g.Key.Reason, Points: g.Select(r => r.Point).Distinct().Order().ToArray()))
            .OrderByDescending(g => g.Status).ThenByDescending(g => g.Points.Length).ThenBy(g => g.Points[0]).ToArray();
        if (reasons.Length == 0) return;
        page.Append("<h3>Why points are missing</h3>\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Status</th><th scope=\"col\" class=\"number\">Points</th><th scope=\"col\">Reason</th><th scope=\"col\">Which</th></tr></thead>\n<tbody>\n");
        foreach (var (status, reason, points) in reasons.Take(MostReasons))
        {
            string name = ResultTable.StatusText(status);
            page.Append(HtmlReport.Html($"<tr><td><span class=\"badge {name}\">{name}</span></td><td class=\"number\">{points.Length:N0}</td><td>{reason}</td><td>{PointRanges.Text(points)}</td></tr>\n"));
        }
        page.Append("</tbody>\n</table>\n");
        if (reasons.Length > MostReasons) page.Append(HtmlReport.Html($"<p>{reasons.Length - MostReasons:N0} rarer reasons are in the table below.</p>\n"));
    }

    private static void AddBest(StringBuilder page, ResultSheet sheet)
    {
        var best = BestRow.Of(sheet);
        if (best.IsEmpty) return;
        page.Append("<h3>Best points</h3>\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">By</th><th scope=\"col\" class=\"number\">Value</th><th scope=\"col\" class=\"number\">Point</th><th scope=\"col\">Machine</th><th scope=\"col\">Workload</th>");
        foreach (string axis in sheet.Table.AxisNames) page.Append(HtmlReport.Html($"<th scope=\"col\">{axis}</th>"));
        page.Append("</tr></thead>\n<tbody>\n");
        foreach (BestRow row in best) AddBest(page, sheet, row);
        page.Append("</tbody>\n</table>\n");
    }

    private static void AddBest(StringBuilder page, ResultSheet sheet, BestRow best)
    {
        ResultColumn column = sheet.Column(best.Metric.Name)!;
        ResultRow row = sheet.Rows[best.Row];
        PlotAxis axis = PlotAxis.Of(column);
        string ties = best.Ties > 1 ? $", one of {best.Ties} equal" : "";
        page.Append(HtmlReport.Html($"<tr><th scope=\"row\">{(best.Maximize ? "most" : "least")} {axis.Title.ToLowerInvariant()}{ties}</th>"))
            .Append(HtmlReport.Html($"<td class=\"number\">{CellText.Short(column, best.Row)} {axis.Unit}</td><td class=\"number\">{row.Point}</td><td>{row.Machine}</td><td>{row.Workload}</td>"));
        foreach (string value in row.Axes) page.Append(HtmlReport.Html($"<td>{value}</td>"));
        page.Append("</tr>\n");
    }
}
