using System.Globalization;
using System.Text;
using AccelSim.Explore.Results;

namespace AccelSim.Explore.Reports;

/// <summary>A comparison of two tables for people.</summary>
public static class ComparisonText
{
    private const int MostRows = 10;

    /// <summary>Renders the comparison; the last line says in one sentence what came out.</summary>
    /// <param name="comparison">What moved.</param>
    /// <param name="width">Columns of the terminal; 0 for as wide as it needs.</param>
    public static string Render(TableComparison comparison, int width)
    {
        var text = new StringBuilder();
        if (!comparison.AxesOnlyInA.IsEmpty) Line(text, $"swept only in A, so not part of the join: {string.Join(", ", comparison.AxesOnlyInA)}");
        if (!comparison.AxesOnlyInB.IsEmpty) Line(text, $"swept only in B, so not part of the join: {string.Join(", ", comparison.AxesOnlyInB)}");
        if (comparison.Ambiguous > 0) Line(text, $"{comparison.Ambiguous} joined rows have a key that is not unique; they are paired in their order");
        var names = RowNames.Of(comparison);
        if (names.Common.Length > 0) Line(text, $"in every row named here: {names.Common}");
        AddKeys(text, "only in A", [.. comparison.OnlyInA.Select(names.Text)]);
        AddKeys(text, "only in B", [.. comparison.OnlyInB.Select(names.Text)]);
        AddKeys(text, "another status", [.. comparison.StatusChanged.Select(s => $"{s.Before} -> {s.After}: {names.Text(s.Key)}")]);
        ColumnMovement[] moved = [.. comparison.Columns.Where(c => !c.IsStill)];
        if (moved.Length > 0) AddTables(text, moved, names, width);
        Line(text, Verdict(comparison, moved.Length));
        return text.ToString();
    }

    /// <summary>A relative change as a signed percentage.</summary>
    internal static string Percent(double change)
    {
        if (double.IsNaN(change)) return "";
        if (double.IsInfinity(change)) return change > 0 ? "from 0" : "-from 0";
        double percent = 100 * change;
        return percent.ToString(Math.Abs(percent) < 0.01 ? "+0.0E+0;-0.0E+0" : "+0.00;-0.00", CultureInfo.InvariantCulture) + "%";
    }

    private static void AddKeys(StringBuilder text, string title, string[] keys)
    {
        if (keys.Length == 0) return;
        Line(text, $"{title}: {keys.Length} {(keys.Length == 1 ? "row" : "rows")}");
        foreach (string key in keys.Take(MostRows)) Line(text, $"  {key}");
        if (keys.Length > MostRows) Line(text, $"  and {keys.Length - MostRows} more");
    }

    private static void AddTables(StringBuilder text, ColumnMovement[] moved, RowNames names, int width)
    {
        TextColumn[] columns =
        [
            new("column"), new("compared", "rows", true), new("moved", "rows", true), new("only in A", "rows", true), new("only in B", "rows", true),
            new("median", "of moved", true), new("largest", "", true),
        ];
        text.Append('\n').Append(TextTable.Render(columns, [.. moved.Select(c => new TextRow(
            [c.Column, Count(c.Compared), Count(c.Moved), Count(c.Vanished), Count(c.Appeared), Percent(c.MedianRelativeChange), Percent(c.MaxRelativeChange)]))], width));
        TextColumn[] worst = [new("column"), new("A", "", true), new("B", "", true), new("change", "", true), new("row")];
        TextRow[] rows = [.. moved.SelectMany(c => c.Worst.Select(w => new TextRow([c.Column, w.Before, w.After, Percent(w.RelativeChange), names.Text(w.Key)])))];
        if (rows.Length > 0) text.Append("\nRows that moved most\n\n").Append(TextTable.Render(worst, rows, width));
        text.Append('\n');
    }

    private static string Verdict(TableComparison comparison, int moved)
    {
        if (comparison.IsIdentical) return $"identical: {comparison.Joined} rows, {comparison.Columns.Length} columns";
        return string.Create(CultureInfo.InvariantCulture,
            $"{comparison.Joined} rows joined: {moved} of {comparison.Columns.Length} columns moved; {comparison.OnlyInA.Length} rows only in A, {comparison.OnlyInB.Length} only in B; {comparison.StatusChanged.Length} changed status");
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, FormattableString line) => Line(text, line.ToString(CultureInfo.InvariantCulture));

    private static void Line(StringBuilder text, string line) => text.Append(line).Append('\n');
}
