using System.Collections.Immutable;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;

namespace AccelSim.Explore.Reports;

/// <summary>A results table for people, as <c>--format table</c> prints it.</summary>
public static class ResultText
{
    private static readonly ImmutableArray<string> UsualMetrics =
    [
        "cycles", "scalesim_cycles", "latency_us", "tops", "utilization", "dram_bandwidth_gb_per_s", "bound", "tokens_per_s", "time_to_first_token_ms",
        "time_per_output_token_ms", "energy_uj", "average_power_w", "tops_per_w",
    ];

    /// <summary>
    /// Renders rows. Leading columns and swept keys that are the same in every row stand once above the table; reasons stand
    /// under their rows.
    /// </summary>
    /// <param name="sheet">The table.</param>
    /// <param name="columns">Columns to show; null takes the keys, and of the usual metrics those that any row knows.</param>
    /// <param name="width">Columns of the terminal; 0 for as wide as it needs.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public static string Render(ResultSheet sheet, IEnumerable<string>? columns, int width)
    {
        ResultColumn[] wanted = [.. (columns ?? Usual(sheet)).Select(name => sheet.Column(name)
            ?? throw new ArgumentException($"{name}: there is no such column; the table has {string.Join(", ", sheet.Columns)}"))];
        ResultColumn[] same = columns is null ? [.. wanted.Where(c => IsKey(sheet, c.Name) && IsConstant(sheet, c))] : [];
        ResultColumn[] shown = [.. wanted.Except(same)];
        if (shown.Length == 0) (shown, same) = (wanted, []);
        string above = same.Length == 0 ? "" : string.Join("\n", TextWidth.Wrap(
            string.Join(", ", same.Select(c => $"{c.Name} {TextWidth.OneLine(c.Text(0))}")), width > 0 ? width : int.MaxValue)) + "\n\n";
        TextColumn[] heads = [.. shown.Select(c => Head(sheet, c))];
        TextRow[] rows = [.. Enumerable.Range(0, sheet.Rows.Length).Select(r =>
            new TextRow([.. shown.Select(c => CellText.Short(c, r))], sheet.Rows[r].Reason))];
        return above + TextTable.Render(heads, rows, width);
    }

    private static IEnumerable<string> Usual(ResultSheet sheet)
    {
        bool repeats = sheet.Column("repeats") is { } count && Enumerable.Range(0, sheet.Rows.Length).Any(r => count.Text(r) is not ("" or "1"));
        IEnumerable<string> names = ["machine", "workload", "operation", .. repeats ? ["repeats"] : Array.Empty<string>(), .. sheet.Table.AxisNames, "status", .. UsualMetrics];
        return names.Distinct().Where(n => IsKey(sheet, n) || Enumerable.Range(0, sheet.Rows.Length).Any(r => sheet.Column(n)!.Text(r).Length > 0));
    }

    private static bool IsKey(ResultSheet sheet, string name) =>
        name is "machine" or "workload" or "operation" or "status" || sheet.Table.AxisNames.Contains(name);

    private static bool IsConstant(ResultSheet sheet, ResultColumn column) =>
        sheet.Rows.Length > 0 && Enumerable.Range(1, sheet.Rows.Length - 1).All(r => column.Text(r) == column.Text(0));

    private static TextColumn Head(ResultSheet sheet, ResultColumn column)
    {
        bool number = Enumerable.Range(0, sheet.Rows.Length).All(r => column.Text(r).Length == 0 || !double.IsNaN(column.Number(r)));
        if (IsKey(sheet, column.Name)) return new TextColumn(column.Name, "", number && sheet.Rows.Length > 0);
        PlotAxis axis = PlotAxis.Of(column);
        return new TextColumn(axis.Title, axis.Unit, number);
    }
}
