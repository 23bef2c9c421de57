namespace AccelSim.Model.Measured;

/// <summary>What was measured.</summary>
public enum MeasuredKind
{
    Gemm,
    Attention,
    Collective,
    Vector,
}

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

    /// <summary>File and line, for messages.</summary>
    public required string Place { get; init; }
}

/// <summary>Extents of a measured kernel; unused ones are 0.</summary>
public readonly record struct MeasuredShape(long A, long B, long C, long D = 0, long E = 0, long F = 0)
{
    /// <summary>
    /// Whether rows of this shape calibrate (the others report): one bit of a 32-bit FNV-1a hash of the extents, mixed once, so that all
    /// dtypes, machines and versions of a shape fall on the same side.
    /// </summary>
    public bool Calibrates
    {
        get
        {
            uint hash = 2166136261;
            foreach (long extent in (ReadOnlySpan<long>)[A, B, C, D, E, F])
            {
                for (int shift = 0; shift < 32; shift += 8) hash = unchecked((hash ^ (uint)(extent >> shift & 255)) * 16777619);
            }
            hash ^= hash >> 15;
            hash = unchecked(hash * 0x2c1b3c6d);
            hash ^= hash >> 12;
            return (hash & 1) == 0;
        }
    }
}
