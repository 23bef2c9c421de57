namespace AccelSim.Engine.Kernels;

/// <summary>Whether tensor cores read shared memory by themselves while warps do other work.</summary>
public enum KernelGeneration
{
    /// <summary>Warps load fragments into registers and issue each MMA (Ampere, Ada).</summary>
    Synchronous,

    /// <summary>Copies and MMAs run asynchronously to the warps that issue them (Hopper, Blackwell).</summary>
    Asynchronous,
}
