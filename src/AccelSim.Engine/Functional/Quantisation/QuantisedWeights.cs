using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>The weights of one linear layer after quantisation, by column, and what its activations must look like.</summary>
public sealed record QuantisedWeights
{
    /// <summary>The format in force: under SQ activations its scales follow <c>w_scale</c>.</summary>
    public required NumberFormat Format { get; init; }

    /// <summary>What a GEMM multiplies with.</summary>
    public required GemmOperand Operand { get; init; }

    /// <summary>The rounded weights, still smoothed, [n, k].</summary>
    public required float[] Values { get; init; }

    /// <summary>The codes where the format is SQ, else null.</summary>
    public SqMatrix? Sq { get; init; }

    /// <summary>Factors by which activations are divided, [k]; empty without smoothing.</summary>
    public float[] Sigma { get; init; } = [];

    /// <summary>Format of the activations; null for fp32.</summary>
    public NumberFormat? Activations { get; init; }

    /// <summary>Static mask of SQ activations, [stored K]; empty for other activations.</summary>
    public bool[] ActivationMask { get; init; } = [];

    /// <summary>Order of partial sums.</summary>
    public SumOrder Order { get; init; }
}
