using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Model.Machines;

/// <summary>How one tensor-core instruction of one GPU generation adds up, or a sum of the user's own under a name.</summary>
public sealed record AccumulatorPreset
{
    /// <summary>GPU generation, instruction, input and output, such as <c>hopper.wgmma.fp8.fp32</c>.</summary>
    public required string Name { get; init; }

    /// <summary>GPUs and compute capabilities it holds for; empty for none.</summary>
    public string Gpus { get; init; } = "";

    /// <summary>Operand formats; any two of them may meet.</summary>
    public required ImmutableArray<ScalarFormat> Inputs { get; init; }

    /// <summary>Model and numbers. Of emulated FP8, those of the fp16 instruction underneath.</summary>
    public required Accumulator Accumulator { get; init; }

    /// <summary>Scales inside the sum; null where operands have none.</summary>
    public PresetBlock? Block { get; init; }

    /// <summary>What the numbers rest on.</summary>
    public required Evidence Status { get; init; }

    /// <summary>Where the numbers stand.</summary>
    public required string Source { get; init; }

    /// <summary>What the evidence does not cover, in a sentence; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Whether a tensor core adds by itself, with nothing above it: T-FDPA.</summary>
    public bool IsNative => Accumulator.Model == "t_fdpa";

    /// <summary>Whether the instruction is software.</summary>
    public bool IsEmulated => Accumulator.Model.StartsWith("fp8_mma", StringComparison.Ordinal);

    /// <summary>Format of c and d.</summary>
    public ScalarFormat Output => Accumulator.Output == AccumulatorOutput.RneFp16 ? ScalarFormats.Fp16 : ScalarFormats.Fp32;

    public override string ToString() => Name;
}
