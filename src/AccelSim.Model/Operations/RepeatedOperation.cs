namespace AccelSim.Model.Operations;

/// <summary>An operation and how often a step executes it (once per layer, mostly).</summary>
public sealed record RepeatedOperation(Operation Operation, long Repeats);
