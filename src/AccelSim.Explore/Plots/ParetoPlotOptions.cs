using System.Collections.Immutable;

namespace AccelSim.Explore.Plots;

/// <summary>How a Pareto plot looks.</summary>
/// <param name="Title">Text above, empty for a plot that a caption explains.</param>
/// <param name="GroupBy">Column whose values get a colour and a shape each; null or absent draws one group.</param>
/// <param name="LabelBy">Columns whose values name the knees; empty takes the swept keys that differ along the front.</param>
/// <param name="Labels">How many points of the front to name at most.</param>
public sealed record ParetoPlotOptions(
    string Title = "", string? GroupBy = "machine", ImmutableArray<string> LabelBy = default, int Labels = 5);
