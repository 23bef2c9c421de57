using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Model.Operations;

/// <summary>Equal GEMMs: C[M,N] = A[M,K] B[K,N], <paramref name="Count"/> of them with operands of their own.</summary>
/// <param name="Count">Independent instances (experts with equal load, batch entries).</param>
/// <param name="M">Rows of activations: tokens.</param>
/// <param name="N">Columns of weights: output features.</param>
/// <param name="K">Reduction length.</param>
public sealed record GemmShape(long Count, long M, long N, long K)
{
    public long Macs => Count * M * N * K;
}

/// <summary>A GEMM, or a grouped GEMM with one shape per group size (mixture of experts with ragged M).</summary>
public sealed record GemmOperation : Operation
{
    public required ImmutableArray<GemmShape> Shapes { get; init; }

    /// <summary>Format of A.</summary>
    public required NumberFormat Activations { get; init; }

    /// <summary>Format of B.</summary>
    public required NumberFormat Weights { get; init; }

    /// <summary>Format of C in memory.</summary>
    public required NumberFormat Output { get; init; }

    /// <summary>True when A lies in the shared buffer already (left there by the previous operation): its first read costs no DRAM.</summary>
    public bool ActivationsOnChip { get; init; }

    /// <summary>
    /// Bytes of B that the operation before left in the shared buffer, in the order in which they are wanted: loads that they cover whole cost no DRAM.
    /// </summary>
    public long WarmWeightBytes { get; init; }

    public override long Macs => Shapes.Sum(s => s.Macs);
}
