using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>GEMMs executed one after another.</summary>
public sealed record GemmList : Workload
{
    /// <summary>In order of execution; a count repeats the GEMM.</summary>
    public required ImmutableArray<RepeatedOperation> Gemms { get; init; }

    /// <summary>Path of the file that lists them.</summary>
    public string Source { get; init; } = "";

    /// <summary>Formats of rows without their own, and the switches of all.</summary>
    public FormatPlan Formats { get; init; } = FormatPlan.Bf16;

    public override QuantisationOptions Quantisation => Formats.Quantisation;

    public override int Chips => 1;

    public override WorkloadStep Expand()
    {
        long weights = Gemms.Sum(g => WeightBytes((GemmOperation)g.Operation));
        long activations = Gemms.Max(g => Touched((GemmOperation)g.Operation));
        return new WorkloadStep
        {
            Name = Name,
            Operations = Gemms,
            Numerics = Numerics,
            Quantisation = Quantisation,
            Formats = Formats,
            ResidentBytes = weights + activations,
            ResidentBreakdown = string.Create(CultureInfo.InvariantCulture, $"weights {weights} B + activations {activations} B"),
        };
    }

    private static long WeightBytes(GemmOperation gemm) =>
        gemm.Shapes.Sum(s => s.Count * gemm.Weights.Store(OperandRole.Weights, s.K, s.N).Bytes);

    private static long Touched(GemmOperation gemm) => gemm.Shapes.Sum(s => s.Count * (
        gemm.Activations.Store(OperandRole.Activations, s.K, s.M).Bytes + gemm.Output.Store(OperandRole.Output, s.N, s.M).Bytes));
}
