using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Schedule;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>Scores of a key tile in one core, or what softmax made of them.</summary>
/// <param name="Instance">Number of the instance.</param>
/// <param name="Rows">Rows.</param>
/// <param name="Keys">Keys.</param>
/// <param name="Scores">[rows, keys] in fp32 before softmax; empty after.</param>
/// <param name="Probabilities">In their format, after softmax.</param>
/// <param name="Alphas">Per row, the factor of the accumulators that the tile meets.</param>
/// <param name="Softmax">State of the rows.</param>
internal sealed record ProbabilityTile(
    long Instance, Extent Rows, Extent Keys, float[] Scores, GemmOperand? Probabilities, float[] Alphas, SoftmaxRows? Softmax);
