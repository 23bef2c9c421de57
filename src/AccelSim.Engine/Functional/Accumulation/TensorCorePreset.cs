using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>How one tensor-core instruction of one GPU generation adds up.</summary>
/// <param name="Name">GPU generation, instruction, input and output, such as <c>hopper.wgmma.fp8.fp32</c>.</param>
/// <param name="Gpus">GPUs and compute capabilities it holds for.</param>
/// <param name="Inputs">Operand formats; any two of them may meet.</param>
/// <param name="Output">Format of c and d.</param>
/// <param name="Parameters">L, F, rho, e0. For the emulated FP8, those of the fp16 instruction underneath.</param>
/// <param name="Emulation">Set where the instruction is software.</param>
/// <param name="Evidence">What L, F and rho rest on.</param>
/// <param name="Note">What the evidence does not cover, in a sentence.</param>
public sealed record TensorCorePreset(
    string Name,
    string Gpus,
    ImmutableArray<ScalarFormat> Inputs,
    ScalarFormat Output,
    TFdpaParameters Parameters,
    Fp8MmaVersion? Emulation,
    Evidence Evidence,
    string Note)
{
    /// <summary>The accumulator for two of the input formats.</summary>
    /// <exception cref="ArgumentException">A format is not among the inputs.</exception>
    public DotAccumulator Build(ScalarFormat left, ScalarFormat right)
    {
        if (!Inputs.Contains(left) || !Inputs.Contains(right))
            throw new ArgumentException($"{Name} takes {string.Join(", ", Inputs)}, not {left} x {right}");
        return Emulation is { } version
            ? new Fp8MmaEmulated(left, right, Output, version, Parameters)
            : new TFdpa(left, right, Parameters);
    }

    public override string ToString() => Name;
}
