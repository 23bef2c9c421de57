using AccelSim.Engine.Functional.Quantisation.Gemm;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>Operands of one GEMM of an operation.</summary>
/// <param name="Activations">[M, K].</param>
/// <param name="Weights">By column, [N, K].</param>
public sealed record GemmInstance(GemmOperand Activations, GemmOperand Weights);
