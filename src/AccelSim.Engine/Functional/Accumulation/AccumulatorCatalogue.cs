using System.Collections.Immutable;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>All accumulator models that a machine may name; a new one is a file and a line here, and must pass the laws of its tests.</summary>
public static class AccumulatorCatalogue
{
    public static ImmutableArray<AccumulatorModel> All { get; } =
    [
        new("exact", "All products added in fixed point, rounded once to fp32 (fp16 where the accumulator's output says so).", Operands,
            (record, left, right) => new ExactDot(left, right, Word(record))),
        new("t_fdpa", "Truncated fused dot-product-add of tensor cores; groups of L products, F fraction bits, rounded as the accumulator's output says.", Floats,
            (record, left, right) => new TFdpa(left, right, TFdpaParameters.Of(record))),
        new("fp32_fma", "One fp32 fused multiply-add a term, in ascending order.", FitFloat32,
            (_, left, right) => new SequentialFma(left, right)),
        new("pairwise_fp32", "A binary tree of fp32 adders as wide as the group, chained.", FitFloat32,
            (record, left, right) => new PairwiseTree(left, right, record.GroupLength)),
        new("int32_wrap", "Integers modulo 2^32.", Integers,
            (_, left, right) => new Int32Sum(left, right)),
        new("int32_saturate", "Integers clamped to 32 bits after every group.", Integers,
            (record, left, right) => new Int32Sum(left, right, saturate: true, record.GroupLength)),
        new("two_level_fp8", "Native FP8 tensor cores (F = 13, E8M13) over the group, fp32 additions above it, as DeepSeek-V3 does with 128.", Floats,
            (record, left, right) => new TwoLevel(new TFdpa(left, right, TFdpaParameters.Usual(Math.Min(record.GroupLength, 32), 13, OutputRounding.RzE8M13)), record.GroupLength)),
        new("fp8_mma_chained", "FP8 mma.sync as fp16 tensor cores emulate it: two chained halves of 16 terms, then c.", Eights,
            (record, left, right) => new Fp8MmaEmulated(left, right, Word(record), Fp8MmaVersion.Chained, TFdpaParameters.Of(record))),
        new("fp8_mma_split", "The same as assembler 12.4 spells it on sm_90: two halves that start from zero are added, then c.", Eights,
            (record, left, right) => new Fp8MmaEmulated(left, right, Word(record), Fp8MmaVersion.Assembler124, TFdpaParameters.Of(record))),
    ];

    /// <summary>The accumulator of a machine for two operand formats.</summary>
    /// <exception cref="ArgumentException">The model is unknown, or does not multiply such operands; the message says what is allowed.</exception>
    public static DotAccumulator Build(Accumulator record, ScalarFormat left, ScalarFormat right)
    {
        ArgumentNullException.ThrowIfNull(record);
        AccumulatorModel model = All.FirstOrDefault(m => m.Name == record.Model)
            ?? throw new ArgumentException($"unknown accumulator '{record.Model}'; known are {string.Join(", ", All)}");
        return model.Takes(left, right)
            ? model.Build(record, left, right)
            : throw new ArgumentException($"accumulator {model} does not take {left} x {right}");
    }

    private static ScalarFormat Word(Accumulator record) => record.Output == AccumulatorOutput.RneFp16 ? ScalarFormats.Fp16 : ScalarFormats.Fp32;

    /// <summary>The rounding that a machine's record names.</summary>
    public static OutputRounding Rounding(Accumulator record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Output switch
        {
            AccumulatorOutput.RneFp32 => OutputRounding.RneFp32,
            AccumulatorOutput.RneFp16 => OutputRounding.RneFp16,
            AccumulatorOutput.RzE8M13 => OutputRounding.RzE8M13,
            _ => OutputRounding.RzFp32,
        };
    }

    private static bool Operands(ScalarFormat left, ScalarFormat right) =>
        !left.ScaleOnly && !right.ScaleOnly && left.SignificandBits + right.SignificandBits <= 50;

    /// <summary>Integers have no exponent of their own to align by, and no matrix unit adds them this way.</summary>
    private static bool Floats(ScalarFormat left, ScalarFormat right) =>
        Operands(left, right) && left.Kind == ScalarKind.Float && right.Kind == ScalarKind.Float;

    private static bool Eights(ScalarFormat left, ScalarFormat right) =>
        Floats(left, right) && left.Bits == 8 && right.Bits == 8 && ScalarFormats.Fp16.Contains(left) && ScalarFormats.Fp16.Contains(right);

    private static bool FitFloat32(ScalarFormat left, ScalarFormat right) => ScalarFormats.Fp32.Contains(left) && ScalarFormats.Fp32.Contains(right);

    private static bool Integers(ScalarFormat left, ScalarFormat right) => left.Kind == ScalarKind.Integer && right.Kind == ScalarKind.Integer;
}
