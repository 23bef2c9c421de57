using System.Text;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Reports;

/// <summary>The best points of a report by every metric of merit: of all, or of each panel.</summary>
internal static class ReportBest
{
    public static void Add(StringBuilder page, ReportContent content)
    {
        if (content.Panels is { } panels) AddPanels(page, content.Sheet, panels);
        else AddAll(page, content.Sheet);
    }

    private static void AddAll(StringBuilder page, ResultSheet sheet)
    {
        var best = BestRow.Of(sheet);
        if (best.IsEmpty) return;
        page.Append("<h3>Best points</h3>\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">By</th><th scope=\"col\" class=\"number\">Value</th>");
        AddPointHead(page, sheet.Table.AxisNames);
        foreach (BestRow row in best)
        {
            string ties = row.Ties > 1 ? $", one of {row.Ties} equal" : "";
            page.Append(HtmlReport.Html($"<tr><th scope=\"row\">{Merit(sheet, row)}{ties}</th><td class=\"number\">{Value(sheet, row)}</td>"));
            AddPoint(page, sheet, row.Row, sheet.Table.AxisNames);
        }
        page.Append("</tbody>\n</table>\n");
    }

    // One line for each point that is best by something, so that many panels stay a short table.
    private static void AddPanels(StringBuilder page, ResultSheet sheet, ParetoFronts panels)
    {
        string[] axes = [.. sheet.Table.AxisNames.Where(a => a != panels.PanelBy)];
        page.Append(HtmlReport.Html($"<h3>Best points for each {panels.PanelBy}</h3>\n"))
            .Append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Best points\"><table class=\"plain\">\n<thead><tr>")
            .Append(HtmlReport.Html($"<th scope=\"col\">{panels.PanelBy}</th><th scope=\"col\">Best by</th>"));
        AddPointHead(page, axes);
        foreach (PanelFront panel in panels.Panels.Take(ParetoPanels.Most))
        {
            foreach (IGrouping<int, BestRow> point in BestRow.Of(sheet, panel.Front.Candidates).GroupBy(b => b.Row))
            {
                string merits = string.Join("; ", point.Select(b => $"{Merit(sheet, b)} {Value(sheet, b)}{(b.Ties > 1 ? $" (one of {b.Ties} equal)" : "")}"));
                page.Append(HtmlReport.Html($"<tr><th scope=\"row\">{panel.Value}</th><td>{merits}</td>"));
                AddPoint(page, sheet, point.Key, axes);
            }
        }
        page.Append("</tbody>\n</table></div>\n");
    }

    private static void AddPointHead(StringBuilder page, IReadOnlyList<string> axes)
    {
        page.Append("<th scope=\"col\" class=\"number\">Point</th><th scope=\"col\">Machine</th><th scope=\"col\">Workload</th>");
        foreach (string axis in axes) page.Append(HtmlReport.Html($"<th scope=\"col\">{axis}</th>"));
        page.Append("</tr></thead>\n<tbody>\n");
    }

    private static void AddPoint(StringBuilder page, ResultSheet sheet, int at, IReadOnlyList<string> axes)
    {
        ResultRow row = sheet.Rows[at];
        page.Append(HtmlReport.Html($"<td class=\"number\">{row.Point}</td><td>{row.Machine}</td><td>{row.Workload}</td>"));
        foreach (string axis in axes) page.Append(HtmlReport.Html($"<td>{row.Axes[sheet.Table.AxisNames.IndexOf(axis)]}</td>"));
        page.Append("</tr>\n");
    }

    private static string Merit(ResultSheet sheet, BestRow best) => $"{(best.Maximize ? "most" : "least")} {PlotAxis.Of(sheet.Column(best.Metric.Name)!).Title.ToLowerInvariant()}";

    private static string Value(ResultSheet sheet, BestRow best)
    {
        ResultColumn column = sheet.Column(best.Metric.Name)!;
        return $"{CellText.Short(column, best.Row)} {PlotAxis.Of(column).Unit}";
    }
}
