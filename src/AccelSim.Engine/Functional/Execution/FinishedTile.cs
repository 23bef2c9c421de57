using AccelSim.Engine.Schedule;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>An output tile that waits to be stored.</summary>
internal sealed record FinishedTile(long Instance, Extent Rows, Extent Cols, float[] Values);
