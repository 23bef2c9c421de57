using System.Collections.Immutable;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Results;

/// <summary>What moved between two tables, joined on machine, workload, operation and the keys that both sweep.</summary>
/// <param name="AxesOnlyInA">Swept keys that B lacks; they do not take part in the join.</param>
/// <param name="AxesOnlyInB">Swept keys that A lacks.</param>
/// <param name="OnlyInA">Rows that B lacks.</param>
/// <param name="OnlyInB">Rows that A lacks.</param>
/// <param name="Joined">Rows that both have.</param>
/// <param name="Ambiguous">Joined rows whose key is not unique; they are paired in their order.</param>
/// <param name="StatusChanged">Joined rows that came to another end.</param>
/// <param name="Columns">Movement of every metric that at least one table knows, in column order.</param>
public sealed record TableComparison(
    ImmutableArray<string> AxesOnlyInA, ImmutableArray<string> AxesOnlyInB, ImmutableArray<RowKey> OnlyInA, ImmutableArray<RowKey> OnlyInB,
    long Joined, long Ambiguous, ImmutableArray<RowMovement> StatusChanged, ImmutableArray<ColumnMovement> Columns)
{
    /// <summary>True when nothing moved and no row is missing on either side.</summary>
    public bool IsIdentical => OnlyInA.IsEmpty && OnlyInB.IsEmpty && AxesOnlyInA.IsEmpty && AxesOnlyInB.IsEmpty
        && StatusChanged.IsEmpty && Columns.All(c => c.IsStill);

    /// <summary>Compares two tables.</summary>
    /// <param name="a">Before.</param>
    /// <param name="b">After.</param>
    /// <param name="tolerance">Relative changes up to this size count as still.</param>
    /// <param name="worst">How many of the most moved rows each column lists.</param>
    public static TableComparison Of(ResultSheet a, ResultSheet b, double tolerance = 0, int worst = 3)
    {
        RowPairs pairs = RowPairs.Join(a, b);
        string[] names = [.. Metrics.All.Select(m => m.Name), .. a.ExtraColumns.Union(b.ExtraColumns)];
        return new TableComparison(
            [.. a.Table.AxisNames.Except(b.Table.AxisNames)],
            [.. b.Table.AxisNames.Except(a.Table.AxisNames)],
            pairs.OnlyInA,
            pairs.OnlyInB,
            pairs.Rows.Length,
            pairs.Ambiguous,
            [.. pairs.Rows.Where(p => a.Rows[p.A].Status != b.Rows[p.B].Status).Select(p => new RowMovement(
                p.Key, ResultTable.StatusText(a.Rows[p.A].Status), ResultTable.StatusText(b.Rows[p.B].Status), double.NaN))],
            [.. names.Select(n => Column(n, a.Column(n), b.Column(n), pairs, tolerance, worst)).OfType<ColumnMovement>()]);
    }

    private static ColumnMovement? Column(string name, ResultColumn? a, ResultColumn? b, RowPairs pairs, double tolerance, int worst)
    {
        long compared = 0, appeared = 0, vanished = 0;
        var moved = new List<RowMovement>();
        foreach ((int rowA, int rowB, RowKey key) in pairs.Rows)
        {
            string before = a?.Text(rowA) ?? "", after = b?.Text(rowB) ?? "";
            if (before.Length == 0 && after.Length == 0) continue;
            if (before.Length == 0) appeared++;
            else if (after.Length == 0) vanished++;
            else
            {
                compared++;
                double change = Change(a!.Number(rowA), b!.Number(rowB));
                bool still = double.IsNaN(change) ? before == after : Math.Abs(change) <= tolerance;
                if (!still) moved.Add(new RowMovement(key, before, after, change));
            }
        }
        if (compared + appeared + vanished == 0) return null;
        double[] changes = [.. moved.Select(m => m.RelativeChange).Where(c => !double.IsNaN(c)).Order()];
        return new ColumnMovement(name, compared, moved.Count, appeared, vanished, Median(changes),
            changes.Length == 0 ? double.NaN : changes.MaxBy(Math.Abs),
            [.. moved.OrderByDescending(m => double.IsNaN(m.RelativeChange) ? 0 : Math.Abs(m.RelativeChange)).Take(worst)]);
    }

    private static double Change(double before, double after)
    {
        if (before == after) return 0;
        return before == 0 ? (after > 0 ? double.PositiveInfinity : double.NegativeInfinity) : (after - before) / Math.Abs(before);
    }

    private static double Median(double[] ordered) => ordered.Length switch
    {
        0 => double.NaN,
        int n when n % 2 == 1 => ordered[n / 2],
        // Of two infinite ones the mean of opposite signs would be NaN.
        int n => ordered[n / 2 - 1] == ordered[n / 2] ? ordered[n / 2] : (ordered[n / 2 - 1] + ordered[n / 2]) / 2,
    };
}
