using AccelSim.Engine.Kernels;
using AccelSim.Model.Machines;
using AccelSim.Model.Measured;

namespace AccelSim.Explore.Accuracy;

/// <summary>Scores measured kernels; equal kernels are timed once.</summary>
/// <param name="machine">By a name of a data file; the same instance for the same machine.</param>
/// <param name="library">Calibrated constants.</param>
public sealed class KernelScorer(Func<string, Machine> machine, KernelLibrary library)
{
    private readonly Dictionary<string, (string Name, KernelModel Model, DeratedRoofline Roofline)> machines = [];
    private readonly Dictionary<(string Machine, string Dtype, MeasuredShape Shape, int WeightCopies, int BackToBack), (KernelTime Time, double BaselineUs, Regime Regime)?> known = [];

    /// <summary>The scored row, or null where the machine cannot run it: no such units, no links.</summary>
    public ScoredKernel? Score(MeasuredKernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (!machines.TryGetValue(kernel.Machine, out var known1))
        {
            Machine found = machine(kernel.Machine);
            machines[kernel.Machine] = known1 = (found.Name, new KernelModel(KernelChip.Of(found), library), new DeratedRoofline(found));
        }
        var key = (kernel.Machine, kernel.Dtype, kernel.Shape, kernel.WeightCopies, kernel.BackToBack);
        if (!known.TryGetValue(key, out var timed))
        {
            timed = known1.Model.Run(kernel) is { } time && known1.Roofline.Of(kernel) is var (us, regime) ? (time, us, regime) : null;
            known[key] = timed;
        }
        if (timed is not { } t) return null;
        (string kind, string dtype) = Names(kernel);
        return new ScoredKernel(kernel, known1.Name, kind, dtype, t.Time, t.BaselineUs, t.Regime);
    }

    private static (string Kind, string Dtype) Names(MeasuredKernel kernel)
    {
        if (kernel.Kind == MeasuredKind.Gemm) return ("gemm", kernel.Dtype);
        if (kernel.Kind == MeasuredKind.Collective) return ("all_reduce", kernel.Dtype);
        if (kernel.Kind == MeasuredKind.Vector) return ("vector", kernel.Dtype);
        int cut = kernel.Dtype.IndexOf('_', StringComparison.Ordinal);
        return (kernel.Dtype[..cut], kernel.Dtype[(cut + 1)..]);
    }
}
