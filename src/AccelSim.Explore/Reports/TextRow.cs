using System.Collections.Immutable;

namespace AccelSim.Explore.Reports;

/// <summary>A row of a text table.</summary>
/// <param name="Cells">One text per column.</param>
/// <param name="Note">Printed under the row, wrapped; empty for none.</param>
public sealed record TextRow(ImmutableArray<string> Cells, string Note = "");
