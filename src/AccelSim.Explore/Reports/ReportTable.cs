using System.Text;
using System.Text.Json;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Reports;

/// <summary>The results table of a report: its rows as JSON, which the page's script turns into the few rows on view.</summary>
internal static class ReportTable
{
    /// <summary>More rows than this make a page that browsers load slowly (about 10 MB).</summary>
    private const int MostRows = 20_000;

    /// <summary>A column with at most this many values gets a list to choose from.</summary>
    private const int MostChoices = 40;

    public static void Add(StringBuilder page, ReportContent content)
    {
        ResultSheet sheet = content.Sheet;
        int[] rows = Rows(content);
        ResultColumn[] known = [.. sheet.Columns.Distinct().Select(n => sheet.Column(n)!).Where(c => Array.Exists(rows, r => c.Text(r).Length > 0))];
        // What is the same in every row is said once, and reasons, long and rare, stand at the end.
        ResultColumn[] same = [.. known.Where(c => rows.Length > 1 && c.Name != "status" && Array.TrueForAll(rows, r => c.Text(r) == c.Text(rows[0])))];
        ResultColumn[] columns = [.. known.Except(same).OrderBy(c => c.Name == "reason")];
        page.Append("<section aria-labelledby=\"results\">\n<h2 id=\"results\" tabindex=\"-1\">Results</h2>\n");
        if (rows.Length < sheet.Rows.Length)
            page.Append(HtmlReport.Html($"<p>The page holds {rows.Length:N0} of {sheet.Rows.Length:N0} rows, the Pareto front among them; all are in <code>results.csv</code>.</p>\n"));
        if (same.Length > 0)
            page.Append(HtmlReport.Html($"<p>In every row: {string.Join(", ", same.Select(c => $"{c.Name} {CellText.Short(c, rows[0])}"))}.</p>\n"));
        page.Append("<noscript><p>The table needs JavaScript; the same rows are in <code>results.csv</code>.</p></noscript>\n")
            .Append("<div id=\"controls\"></div>\n<p id=\"shown\" role=\"status\"></p>\n")
            .Append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"results\"><table id=\"table\"></table></div>\n<nav id=\"pages\" aria-label=\"Pages of the table\"></nav>\n</section>\n")
            .Append("<script id=\"data\" type=\"application/json\">").Append(Json(content, columns, rows)).Append("</script>\n");
    }

    private static int[] Rows(ReportContent content)
    {
        int count = content.Sheet.Rows.Length;
        if (count <= MostRows) return [.. Enumerable.Range(0, count)];
        int[] front = [.. (content.Front?.Rows ?? []).Take(MostRows)];
        return [.. front.Concat(Enumerable.Range(0, count).Except(front).Take(MostRows - front.Length)).Order()];
    }

    // The writer's default encoder escapes <, > and &, so no cell can end the script element.
    private static string Json(ReportContent content, ResultColumn[] columns, int[] rows)
    {
        ResultSheet sheet = content.Sheet;
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartArray("columns");
            foreach (ResultColumn column in columns) WriteColumn(json, sheet, column, rows);
            json.WriteEndArray();
            json.WriteStartArray("rows");
            foreach (int row in rows)
            {
                json.WriteStartArray();
                foreach (ResultColumn column in columns) json.WriteStringValue(column.Text(row));
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteStartArray("front");
            HashSet<int> front = [.. content.Front?.Rows ?? []];
            for (int i = 0; i < rows.Length; i++)
                if (front.Contains(rows[i])) json.WriteNumberValue(i);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteColumn(Utf8JsonWriter json, ResultSheet sheet, ResultColumn column, int[] rows)
    {
        json.WriteStartObject();
        json.WriteString("name", column.Name);
        json.WriteString("unit", column.Unit);
        json.WriteString("about", Metrics.Find(column.Name)?.Description ?? "");
        json.WriteBoolean("number", Array.TrueForAll(rows, r => column.Text(r).Length == 0 || !double.IsNaN(column.Number(r))));
        json.WriteBoolean("count", Metrics.Find(column.Name)?.IsCount ?? false);
        bool key = column.Name is "machine" or "workload" or "operation" or "status" or "bound" || sheet.Table.AxisNames.Contains(column.Name);
        int values = key ? rows.Select(column.Text).Distinct(StringComparer.Ordinal).Take(MostChoices + 1).Count() : 0;
        json.WriteBoolean("choose", values is > 1 and <= MostChoices);
        json.WriteEndObject();
    }
}
