namespace AccelSim.Model.Measured;

/// <summary>One row of a file of measured kernels, shaped like gemm.csv, attention.csv, collectives.csv or vector_ops.csv.</summary>
public sealed record MeasuredKernel
{
    public required MeasuredKind Kind { get; init; }

    /// <summary>As written; <c>_</c> and <c>-</c> mean the same.</summary>
    public required string Machine { get; init; }

    /// <summary>GEMM: dtype; attention: the cache's; all-reduce: backend and dtype; vector: the operation.</summary>
    public required string Dtype { get; init; }

    /// <summary>GEMM: m, n, k. Attention: batch, queries, keys, heads, KV heads, head width. All-reduce: chips, bytes. Vector: rows, elements of a row.</summary>
    public required MeasuredShape Shape { get; init; }

    public required double LatencyUs { get; init; }

    /// <summary>GEMM: weights that the measurement went round, so that a small one came from DRAM; 0 where the file does not say.</summary>
    public int WeightCopies { get; init; }

    /// <summary>GEMM: products that ran without a pause, this one among them: what the power controller saw; 1 where the file does not say.</summary>
    public int BackToBack { get; init; } = 1;

    /// <summary>File and line, for messages.</summary>
    public required string Place { get; init; }
}
