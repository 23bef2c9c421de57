namespace AccelSim.Explore.Results;

/// <summary>One objective of a Pareto front.</summary>
/// <param name="Column">Header of the column.</param>
/// <param name="Maximize">True when more is better.</param>
public sealed record ParetoObjective(string Column, bool Maximize);
