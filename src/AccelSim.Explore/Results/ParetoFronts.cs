using System.Collections.Immutable;

namespace AccelSim.Explore.Results;

/// <summary>
/// One front for each value of a column: rows of different regimes (prefill and decode, small and large batches) do not
/// compete, for nobody chooses between them.
/// </summary>
/// <param name="PanelBy">The column.</param>
/// <param name="Panels">Its values in the order in which they first appear, each with its front.</param>
public sealed record ParetoFronts(string PanelBy, ImmutableArray<PanelFront> Panels)
{
    /// <summary>All fronts together: rows on any of them, in the order of the table.</summary>
    public ParetoFront Union => new(
        Panels[0].Front.Objectives,
        [.. Panels.SelectMany(p => p.Front.Candidates).Order()],
        [.. Panels.SelectMany(p => p.Front.Rows).Order()],
        Panels.Sum(p => p.Front.NotOk), Panels.Sum(p => p.Front.Unknown), Panels.Sum(p => p.Front.NotTotal));

    /// <summary>Finds the fronts of a sheet, each as if the sheet had the rows of its panel only.</summary>
    /// <exception cref="ArgumentException">There is no objective, no row, or no such column; the message says which are there.</exception>
    public static ParetoFronts Of(ResultSheet sheet, IEnumerable<ParetoObjective> objectives, string panelBy)
    {
        ImmutableArray<ParetoObjective> wanted = [.. objectives];
        ResultColumn column = ParetoFront.Require(sheet, panelBy);
        if (sheet.Rows.IsEmpty) throw new ArgumentException("the table has no rows");
        return new ParetoFronts(panelBy,
        [
            .. Enumerable.Range(0, sheet.Rows.Length).GroupBy(column.Text, StringComparer.Ordinal)
                .Select(rows => new PanelFront(rows.Key, ParetoFront.Of(sheet, wanted, [.. rows]))),
        ]);
    }
}
