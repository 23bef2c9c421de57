namespace AccelSim.Engine.Functional.Execution;

/// <summary>A stream of steps does not compute its operation: a tile is not where it is read, is computed twice or never, or moves other bytes than it bills.</summary>
public sealed class ScheduleException(string message) : Exception(message);
