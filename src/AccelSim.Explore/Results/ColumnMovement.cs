using System.Collections.Immutable;

namespace AccelSim.Explore.Results;

/// <summary>How one column moved between two tables.</summary>
/// <param name="Column">Header.</param>
/// <param name="Compared">Rows where both tables know the cell.</param>
/// <param name="Moved">Of those, rows where it differs.</param>
/// <param name="Appeared">Rows where only B knows it.</param>
/// <param name="Vanished">Rows where only A knows it.</param>
/// <param name="MedianRelativeChange">Of the moved numbers, signed; NaN when there are none.</param>
/// <param name="MaxRelativeChange">The largest of them in size, signed; NaN when there are none.</param>
/// <param name="Worst">The rows that moved most, the largest first.</param>
public sealed record ColumnMovement(
    string Column, long Compared, long Moved, long Appeared, long Vanished, double MedianRelativeChange, double MaxRelativeChange,
    ImmutableArray<RowMovement> Worst)
{
    public bool IsStill => Moved == 0 && Appeared == 0 && Vanished == 0;
}
