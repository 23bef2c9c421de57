namespace AccelSim.Engine.Bounds;

/// <summary>A result that cannot be: it beats a bound or loses something that must be conserved. Always a defect of the simulator.</summary>
public sealed class BoundViolationException(string message) : Exception(message);
