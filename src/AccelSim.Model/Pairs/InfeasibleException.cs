namespace AccelSim.Model.Pairs;

/// <summary>A machine cannot run an operation; the message names the violated constraint with its numbers.</summary>
public sealed class InfeasibleException(string reason) : Exception(reason);
