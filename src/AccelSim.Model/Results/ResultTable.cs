using System.Collections.Immutable;

namespace AccelSim.Model.Results;

/// <summary>Rows in point order under the contract's columns.</summary>
/// <param name="AxisNames">Swept keys in the order of the sweep file; one column each.</param>
/// <param name="Rows">Rows in point order.</param>
public sealed record ResultTable(ImmutableArray<string> AxisNames, ImmutableArray<ResultRow> Rows)
{
    /// <summary>Columns that stand before the swept keys.</summary>
    public static readonly ImmutableArray<string> LeadingColumns =
        ["point", "machine", "workload", "operation", "repeats", "status", "reason"];

    /// <summary>Every column name in file order.</summary>
    public ImmutableArray<string> Columns => [.. LeadingColumns, .. AxisNames, .. Shown().Select(m => m.Name)];

    /// <summary>The metrics that have a column here: all, but occasional ones only where a row knows them.</summary>
    public ImmutableArray<Metric> Shown() => [.. Metrics.All.Where(m => !m.IsOccasional || Rows.Any(r => r.Metrics.Has(m)))];

    /// <summary>The cells of a row in the order of <see cref="Columns"/>.</summary>
    /// <param name="row">One of the table's rows.</param>
    /// <param name="shown">What <see cref="Shown"/> gave, looked up once for all rows.</param>
    public static IEnumerable<string> Cells(ResultRow row, ImmutableArray<Metric> shown)
    {
        var invariant = System.Globalization.CultureInfo.InvariantCulture;
        yield return row.Point.ToString(invariant);
        yield return row.Machine;
        yield return row.Workload;
        yield return row.Operation;
        yield return row.Repeats.ToString(invariant);
        yield return StatusText(row.Status);
        yield return row.Reason;
        foreach (string axis in row.Axes) yield return axis;
        foreach (Metric metric in shown) yield return row.Metrics[metric];
    }

    /// <summary>Contract spelling of a status.</summary>
    public static string StatusText(PointStatus status) => status switch
    {
        PointStatus.Ok => "ok",
        PointStatus.Infeasible => "infeasible",
        PointStatus.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };
}
