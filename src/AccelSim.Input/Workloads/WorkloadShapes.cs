using System.Collections.Immutable;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;

namespace AccelSim.Input.Workloads;

/// <summary>How the sequences of a workload are written: equal ones by number and context, others one by one.</summary>
internal static class WorkloadShapes
{
    public static long Batch(Workload workload) => Equal(workload)?.Count ?? 1;

    public static long? Context(Workload workload) => Equal(workload)?.KvLen;

    public static ImmutableArray<long> Lengths(Workload workload) => workload is ModelWorkload model && Equal(workload) is null
        ? [.. model.Sequences.SelectMany(s => Enumerable.Repeat(s.KvLen, (int)s.Count))]
        : [];

    private static AttentionShape? Equal(Workload workload) => workload is ModelWorkload { Sequences: [var only] } ? only : null;
}
