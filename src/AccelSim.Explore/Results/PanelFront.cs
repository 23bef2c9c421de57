namespace AccelSim.Explore.Results;

/// <summary>The Pareto front among the rows that have one value in a column.</summary>
/// <param name="Value">The value, as written in the table.</param>
/// <param name="Front">The front among these rows alone; its indices count the rows of the whole sheet.</param>
public sealed record PanelFront(string Value, ParetoFront Front);
