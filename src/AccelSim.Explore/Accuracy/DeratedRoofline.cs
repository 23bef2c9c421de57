using AccelSim.Engine.Kernels;
using AccelSim.Model.Machines;
using AccelSim.Model.Measured;

namespace AccelSim.Explore.Accuracy;

/// <summary>The simple model that a simulator must beat: max(FLOPs / 0.80 peak, bytes / 0.85 bandwidth) + 3 us (contract of the verb).</summary>
public sealed class DeratedRoofline(Machine machine)
{
    private const double PeakShare = 0.80, BandwidthShare = 0.85, FixedUs = 3, LaunchBelowUs = 5;

    private readonly KernelChip chip = KernelChip.Of(machine);
    private readonly double megahertz = machine.ClockHz * 1e-6;

    /// <summary>Microseconds, and the regime by the larger term without the 3 us.</summary>
    public (double Us, Regime Regime) Of(MeasuredKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        (double macs, double rate, double bytes, double bandwidth) = kernel.Kind switch
        {
            MeasuredKind.Gemm => Gemm(kernel),
            MeasuredKind.Attention => Attention(kernel),
            MeasuredKind.Vector => (0, 1, 4.0 * kernel.Shape.A * kernel.Shape.B, machine.Memory.PeakBytesPerSecond),
            _ => (0, 1, 2.0 * (kernel.Shape.A - 1) / kernel.Shape.A * kernel.Shape.B, (double)(machine.Links?.BytesPerSecond ?? 1)),
        };
        double compute = macs == 0 ? 0 : macs / (rate * chip.Cores * megahertz * PeakShare), memory = bytes / (bandwidth * 1e-6 * BandwidthShare);
        double larger = Math.Max(compute, memory);
        return (larger + FixedUs, larger < LaunchBelowUs ? Regime.Launch : compute > memory ? Regime.Compute : Regime.Memory);
    }

    private (double, double, double, double) Gemm(MeasuredKernel kernel)
    {
        GemmShape shape = KernelModel.Gemm(kernel);
        GemmPlan? plan = GemmPlan.Of(kernel.Dtype, chip);
        if (plan is null) return (0, 1, 0, 1);
        double bytes = ((double)shape.M * shape.K * plan.Activation) + ((double)shape.N * shape.K * plan.Weight) + (2.0 * shape.M * shape.N);
        return (shape.Macs, plan.MacsPerCycle, bytes, machine.Memory.PeakBytesPerSecond);
    }

    private (double, double, double, double) Attention(MeasuredKernel kernel)
    {
        AttentionShape shape = KernelModel.Attention(kernel.Shape, KernelModel.FamilyOf(kernel.Dtype));
        double bytes = shape.Cache + (4.0 * shape.Batch * shape.Queries * shape.Heads * shape.HeadDim);
        return (shape.Macs, chip.Rate16, bytes, machine.Memory.PeakBytesPerSecond);
    }
}
