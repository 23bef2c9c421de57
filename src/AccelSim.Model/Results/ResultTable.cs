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
    public ImmutableArray<string> Columns => [.. LeadingColumns, .. AxisNames, .. Metrics.All.Select(m => m.Name)];

    /// <summary>The cells of a row in the order of <see cref="Columns"/>.</summary>
    public static IEnumerable<string> Cells(ResultRow row)
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
        foreach (Metric metric in Metrics.All) yield return row.Metrics[metric];
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
