using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Results;

/// <summary>A results table as a file holds it: the table, and the columns after it that this version does not know.</summary>
/// <param name="Table">The known columns.</param>
/// <param name="ExtraColumns">Names of the unknown columns, in file order; a newer version may have appended them.</param>
/// <param name="ExtraCells">One array per row, as long as <paramref name="ExtraColumns"/>; empty when there are none.</param>
public sealed record ResultSheet(
    ResultTable Table, ImmutableArray<string> ExtraColumns, ImmutableArray<ImmutableArray<string>> ExtraCells)
{
    /// <summary>A sheet without unknown columns.</summary>
    public static ResultSheet Of(ResultTable table) => new(table, [], []);

    /// <summary>Every column name in file order.</summary>
    public ImmutableArray<string> Columns => [.. Table.Columns, .. ExtraColumns];

    public ImmutableArray<ResultRow> Rows => Table.Rows;

    /// <summary>The cells of every row in the order of <see cref="Columns"/>.</summary>
    public IEnumerable<IEnumerable<string>> Cells()
    {
        ImmutableArray<Metric> shown = Table.Shown();
        for (int row = 0; row < Rows.Length; row++)
        {
            IEnumerable<string> known = ResultTable.Cells(Rows[row], shown);
            yield return ExtraColumns.IsEmpty ? known : known.Concat(ExtraCells[row]);
        }
    }

    /// <summary>The sheet with only the given rows, in the given order.</summary>
    public ResultSheet Select(IEnumerable<int> rows)
    {
        ImmutableArray<int> kept = [.. rows];
        return this with
        {
            Table = Table with { Rows = [.. kept.Select(r => Rows[r])] },
            ExtraCells = ExtraColumns.IsEmpty ? [] : [.. kept.Select(r => ExtraCells[r])],
        };
    }

    /// <summary>
    /// Finds a column by its header, or null. A swept key that repeats a leading column (<c>machine</c>) gives the leading one.
    /// </summary>
    public ResultColumn? Column(string name)
    {
        if (LeadingText(name) is { } leading) return new ResultColumn(name, "", leading);
        int axis = Table.AxisNames.IndexOf(name);
        if (axis >= 0) return new ResultColumn(name, "", row => Rows[row].Axes[axis]);
        if (Metrics.Find(name) is { } metric) return new ResultColumn(name, metric.Unit, row => Rows[row].Metrics[metric]);
        int extra = ExtraColumns.IndexOf(name);
        return extra >= 0 ? new ResultColumn(name, "", row => ExtraCells[row][extra]) : null;
    }

    private Func<int, string>? LeadingText(string name) => name switch
    {
        "point" => row => Rows[row].Point.ToString(CultureInfo.InvariantCulture),
        "machine" => row => Rows[row].Machine,
        "workload" => row => Rows[row].Workload,
        "operation" => row => Rows[row].Operation,
        "repeats" => row => Rows[row].Repeats.ToString(CultureInfo.InvariantCulture),
        "status" => row => ResultTable.StatusText(Rows[row].Status),
        "reason" => row => Rows[row].Reason,
        _ => null,
    };
}
