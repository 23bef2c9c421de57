using System.Text;
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
        if (content.Front is { } front) AddTile(page, front.Rows.Length, content.Panels is null ? "on the Pareto front" : "on the Pareto fronts", "");
        page.Append("</ul>\n");
        if (content.Front is { } found) AddFront(page, found, content.Panels);
        AddReasons(page, content.Sheet);
        ReportBest.Add(page, content);
        page.Append("</section>\n");
    }

    private static void AddTile(StringBuilder page, long count, string what, string tone) =>
        page.Append(HtmlReport.Html($"<li class=\"{tone}\"><b>{count:N0}</b> {what}</li>\n"));

    private static void AddFront(StringBuilder page, ParetoFront front, ParetoFronts? panels)
    {
        string objectives = string.Join(", ", front.Objectives.Select(o => $"{o.Column} {(o.Maximize ? "maximised" : "minimised")}"));
        page.Append(HtmlReport.Html($"<p>{(panels is null ? "Pareto front" : $"Pareto fronts, one for each {panels.PanelBy}")}: {objectives}; {front.Candidates.Length:N0} rows took part"));
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
}
