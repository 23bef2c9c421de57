namespace AccelSim.Engine.Kernels;

/// <summary>An operation of a framework that runs on vector units.</summary>
/// <param name="Name">As data files write it.</param>
/// <param name="FrameworkUs">Time of an operator call that does nothing, eager, timed by the host.</param>
/// <param name="Passes">Times that a block of threads reads its row; the last pass writes it.</param>
/// <param name="Instructions">Vector instructions per element, all passes together.</param>
/// <param name="RowsPerCore">Rows in flight on a core: 2048 threads over those of a block.</param>
public sealed record RowOperation(string Name, double FrameworkUs, int Passes, double Instructions, int RowsPerCore);
