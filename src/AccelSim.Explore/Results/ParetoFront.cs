using System.Collections.Immutable;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Results;

/// <summary>The non-dominated rows of a sheet, and how many rows could not take part.</summary>
/// <param name="Objectives">What was minimised and maximised.</param>
/// <param name="Candidates">Rows that took part, ascending.</param>
/// <param name="Rows">Rows on the front, ascending; ties are all kept.</param>
/// <param name="NotOk">Rows left out because their status is not ok.</param>
/// <param name="Unknown">Rows left out because an objective is empty or no number.</param>
/// <param name="NotTotal">Rows left out because they describe a single operation of a point that has a total.</param>
public sealed record ParetoFront(
    ImmutableArray<ParetoObjective> Objectives, ImmutableArray<int> Candidates, ImmutableArray<int> Rows, long NotOk, long Unknown, long NotTotal)
{
    /// <summary>Finds the front of a sheet; the same sheet gives the same front.</summary>
    /// <exception cref="ArgumentException">There is no objective, or no such column; the message says which are there.</exception>
    public static ParetoFront Of(ResultSheet sheet, IEnumerable<ParetoObjective> objectives) =>
        Of(sheet, objectives, [.. Enumerable.Range(0, sheet.Rows.Length)]);

    /// <summary>Finds the front among some rows of a sheet, given in ascending order.</summary>
    /// <exception cref="ArgumentException">There is no objective, or no such column; the message says which are there.</exception>
    public static ParetoFront Of(ResultSheet sheet, IEnumerable<ParetoObjective> objectives, ImmutableArray<int> rows)
    {
        ImmutableArray<ParetoObjective> wanted = [.. objectives];
        if (wanted.IsEmpty) throw new ArgumentException("a Pareto front needs at least one column to minimise or maximise");
        ResultColumn[] columns = [.. wanted.Select(o => Require(sheet, o.Column))];
        bool totals = rows.Any(r => sheet.Rows[r].Operation == "total");
        var candidates = ImmutableArray.CreateBuilder<int>();
        var points = new List<double[]>();
        long notOk = 0, unknown = 0, notTotal = 0;
        foreach (int row in rows)
        {
            if (totals && sheet.Rows[row].Operation != "total") { notTotal++; continue; }
            if (sheet.Rows[row].Status != PointStatus.Ok) { notOk++; continue; }
            double[] point = [.. columns.Select((c, i) => wanted[i].Maximize ? -c.Number(row) : c.Number(row))];
            if (!Array.TrueForAll(point, double.IsFinite)) { unknown++; continue; }
            candidates.Add(row);
            points.Add(point);
        }
        ImmutableArray<int> front = [.. NonDominated.Indices(points).Select(i => candidates[i])];
        return new ParetoFront(wanted, candidates.ToImmutable(), front, notOk, unknown, notTotal);
    }

    internal static ResultColumn Require(ResultSheet sheet, string name) => sheet.Column(name)
        ?? throw new ArgumentException($"{name}: there is no such column; the table has {string.Join(", ", sheet.Columns)}");
}
