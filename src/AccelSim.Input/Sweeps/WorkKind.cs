namespace AccelSim.Input.Sweeps;

/// <summary>What the points of a sweep run.</summary>
public enum WorkKind
{
    /// <summary>Workload files or models; keys begin with <c>workload.</c>.</summary>
    Workload,

    /// <summary>One GEMM; keys begin with <c>gemm.</c>.</summary>
    Gemm,

    /// <summary>One attention; keys begin with <c>attention.</c>.</summary>
    Attention,
}
