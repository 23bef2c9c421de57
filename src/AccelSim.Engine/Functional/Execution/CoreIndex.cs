namespace AccelSim.Engine.Functional.Execution;

/// <summary>Place of a core in the cohort: along independent instances, rows, columns and parts of the reduction.</summary>
internal readonly record struct CoreIndex(int G, int M, int N, int Part);
