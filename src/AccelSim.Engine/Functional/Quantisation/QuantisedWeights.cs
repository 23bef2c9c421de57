using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>The weights of one linear layer after quantisation, by column.</summary>
/// <param name="Format">As asked for.</param>
/// <param name="Operand">What a GEMM multiplies with.</param>
/// <param name="Values">The rounded weights, still smoothed, [n, k].</param>
/// <param name="Sigma">Factors by which activations are divided, [k]; empty without smoothing.</param>
/// <param name="ActivationMask">Static mask of SQ activations, [stored K]; empty for other activations.</param>
/// <param name="Sq">The codes where the format is SQ, else null.</param>
public sealed record QuantisedWeights(
    NumberFormat Format, GemmOperand Operand, float[] Values, float[] Sigma, bool[] ActivationMask, SqMatrix? Sq);
