namespace AccelSim.Engine.Kernels;

/// <summary>A tile of the output that one core computes: tokens by outputs.</summary>
/// <param name="Rows">Tokens.</param>
/// <param name="Columns">Outputs.</param>
/// <param name="StepBytes">Of one row of A per K step; 128 is the swizzle width of shared memory.</param>
public readonly record struct KernelTile(int Rows, int Columns, int StepBytes = 128);
