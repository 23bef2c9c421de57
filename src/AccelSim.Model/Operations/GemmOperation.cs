using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Model.Operations;

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
