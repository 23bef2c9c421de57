namespace AccelSim.Explore.Results;

/// <summary>One cell that differs between two tables.</summary>
/// <param name="Key">The row.</param>
/// <param name="Before">Cell in A, empty when unknown.</param>
/// <param name="After">Cell in B, empty when unknown.</param>
/// <param name="RelativeChange">(B - A) / |A|; infinite from zero, NaN where there are no two numbers.</param>
public sealed record RowMovement(RowKey Key, string Before, string After, double RelativeChange);
