using System.Collections.Immutable;
using AccelSim.Explore.Results;

namespace AccelSim.Explore.Reports;

/// <summary>What a report page shows.</summary>
/// <param name="Title">Name of the sweep.</param>
/// <param name="Description">A sentence or two under the title; empty for none.</param>
/// <param name="Sheet">The results.</param>
/// <param name="Front">The Pareto front, whose rows are marked; null for none.</param>
/// <param name="Figures">Pictures, in order.</param>
/// <param name="Provenance">Where the results come from.</param>
public sealed record ReportContent(
    string Title, string Description, ResultSheet Sheet, ParetoFront? Front, ImmutableArray<ReportFigure> Figures, Provenance Provenance)
{
    /// <summary>The fronts that <see cref="Front"/> is the union of; null where it is a single one.</summary>
    public ParetoFronts? Panels { get; init; }
}
