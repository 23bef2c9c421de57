using AccelSim.Engine.Kernels;
using AccelSim.Model.Measured;

namespace AccelSim.Explore.Accuracy;

/// <summary>A measured kernel with its simulation and its derated roofline.</summary>
/// <param name="Measured">The row.</param>
/// <param name="Machine">Canonical name.</param>
/// <param name="Kind">gemm, decode, prefill, all_reduce or vector.</param>
/// <param name="Dtype">As the table prints it.</param>
/// <param name="Simulated">Time with its parts.</param>
/// <param name="BaselineUs">max(FLOPs / 0.80 peak, bytes / 0.85 bandwidth) + 3 us.</param>
/// <param name="Regime">By the baseline.</param>
public sealed record ScoredKernel(MeasuredKernel Measured, string Machine, string Kind, string Dtype, KernelTime Simulated, double BaselineUs, Regime Regime)
{
    /// <summary>Signed error of the simulation, share of the measurement.</summary>
    public double Error => (Simulated.Microseconds / Measured.LatencyUs) - 1;

    public double BaselineError => (BaselineUs / Measured.LatencyUs) - 1;
}
