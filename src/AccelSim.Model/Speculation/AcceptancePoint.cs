namespace AccelSim.Model.Speculation;

/// <summary>A rate at a budget and a context.</summary>
/// <param name="Budget">Tokens in the draft's cache; 0 where the rate does not depend on it.</param>
/// <param name="Context">Tokens of the sequence; 0 where the rate does not depend on it.</param>
/// <param name="Alpha">From 0 to 1.</param>
public readonly record struct AcceptancePoint(long Budget, long Context, double Alpha);
