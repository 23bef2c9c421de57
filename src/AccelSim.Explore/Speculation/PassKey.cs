using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation;

/// <summary>What decides the time of a pass; equal keys are timed once. A draft pass depends on its budget and not on the context.</summary>
internal readonly record struct PassKey(LanguageModel Model, Phase Phase, string Shapes, FormatPlan Formats, int TensorParallel)
{
    public static PassKey Of(ModelWorkload workload) => new(workload.Model, workload.Phase == Phase.Prefill ? Phase.Prefill : Phase.Verify,
        string.Join(' ', workload.Sequences.Select(s => FormattableString.Invariant($"{s.Count}x{s.QLen}/{s.KvLen}"))), workload.Formats, workload.TensorParallel);
}
