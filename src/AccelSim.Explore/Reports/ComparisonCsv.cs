using System.Globalization;
using AccelSim.Explore.Results;
using CsvHelper;

namespace AccelSim.Explore.Reports;

/// <summary>
/// A comparison of two tables for programs: one line per finding. <c>kind</c> is <c>column</c> (a column and how it moved),
/// <c>moved</c> (one of its worst rows), <c>status</c>, <c>only_in_a</c> or <c>only_in_b</c>.
/// </summary>
public static class ComparisonCsv
{
    private static readonly string[] Header =
        ["kind", "column", "compared", "moved", "only_in_a", "only_in_b", "median_change_pct", "max_change_pct", "machine", "workload", "operation", "keys", "before", "after"];

    /// <summary>Writes the comparison to a stream, which stays open.</summary>
    public static void Write(Stream stream, TableComparison comparison)
    {
        using CsvWriter csv = CsvWriter.Create(stream, ResultCsv.WriterOptions, leaveOpen: true);
        ResultCsv.WriteRecord(csv, Header);
        foreach (ColumnMovement column in comparison.Columns)
        {
            ResultCsv.WriteRecord(csv, ["column", column.Column, Count(column.Compared), Count(column.Moved), Count(column.Vanished), Count(column.Appeared),
                Percent(column.MedianRelativeChange), Percent(column.MaxRelativeChange), "", "", "", "", "", ""]);
            foreach (RowMovement row in column.Worst) Row(csv, "moved", column.Column, row);
        }
        foreach (RowMovement row in comparison.StatusChanged) Row(csv, "status", "status", row);
        foreach (RowKey key in comparison.OnlyInA) Row(csv, "only_in_a", "", new RowMovement(key, "", "", double.NaN));
        foreach (RowKey key in comparison.OnlyInB) Row(csv, "only_in_b", "", new RowMovement(key, "", "", double.NaN));
    }

    private static void Row(CsvWriter csv, string kind, string column, RowMovement row) => ResultCsv.WriteRecord(csv,
        [kind, column, "", "", "", "", "", Percent(row.RelativeChange), row.Key.Machine, row.Key.Workload, row.Key.Operation,
            string.Join(' ', row.Key.AxisNames.Zip(row.Key.AxisValues, (name, value) => $"{name}={value}")), row.Before, row.After]);

    private static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    // A change from zero has no percentage.
    private static string Percent(double change) => double.IsFinite(change) ? (100 * change).ToString("G10", CultureInfo.InvariantCulture) : "";
}
