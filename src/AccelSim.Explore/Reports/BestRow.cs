using System.Collections.Immutable;
using AccelSim.Explore.Results;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Reports;

/// <summary>The best ok row of a table by one metric.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Maximize">True when more is better.</param>
/// <param name="Row">Index of the best row; of equal ones the first.</param>
/// <param name="Ties">How many rows are as good, this one included.</param>
public sealed record BestRow(Metric Metric, bool Maximize, int Row, int Ties)
{
    private static readonly ImmutableArray<(Metric Metric, bool Maximize)> Judged =
    [
        (Metrics.LatencyUs, false), (Metrics.Tops, true), (Metrics.Utilization, true), (Metrics.TokensPerS, true),
        (Metrics.TimeToFirstTokenMs, false), (Metrics.TimePerOutputTokenMs, false), (Metrics.EnergyUj, false), (Metrics.EnergyPerTokenUj, false),
        (Metrics.TopsPerW, true), (Metrics.TopsPerMm2, true), (Metrics.SpeedupOverAutoregressive, true), (Metrics.SqnrDb, true), (Metrics.Perplexity, false),
    ];

    /// <summary>The best rows by every metric of merit that the table knows and that differs between rows.</summary>
    public static ImmutableArray<BestRow> Of(ResultSheet sheet) => Of(sheet, Enumerable.Range(0, sheet.Rows.Length));

    /// <summary>The best rows among some rows of a table.</summary>
    public static ImmutableArray<BestRow> Of(ResultSheet sheet, IEnumerable<int> among)
    {
        int[] all = [.. among];
        bool totals = Array.Exists(all, r => sheet.Rows[r].Operation == "total");
        int[] rows = [.. all.Where(r =>
            sheet.Rows[r].Status == PointStatus.Ok && (!totals || sheet.Rows[r].Operation == "total"))];
        return [.. Judged.Select(j => Of(sheet, rows, j.Metric, j.Maximize)).OfType<BestRow>()];
    }

    private static BestRow? Of(ResultSheet sheet, int[] rows, Metric metric, bool maximize)
    {
        ResultColumn column = sheet.Column(metric.Name)!;
        int[] known = [.. rows.Where(r => double.IsFinite(column.Number(r)))];
        if (known.Length == 0) return null;
        double[] values = [.. known.Select(column.Number)];
        double best = maximize ? values.Max() : values.Min();
        int ties = values.Count(v => v == best);
        return ties == known.Length && known.Length > 1 ? null : new BestRow(metric, maximize, known[Array.IndexOf(values, best)], ties);
    }
}
