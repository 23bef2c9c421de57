using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>Activations of any format as the operand of a GEMM, round to nearest, at run time.</summary>
public static class ActivationQuantiser
{
    /// <param name="format">Null leaves fp32.</param>
    /// <param name="values">[tokens, k], already smoothed.</param>
    /// <param name="tokens">Rows; a format with a tensor scale takes them as one tensor.</param>
    /// <param name="k">Channels.</param>
    /// <param name="mask">Static mask of SQ activations, [stored K].</param>
    /// <exception cref="ArgumentException">2:4, which prunes and so serves weights only.</exception>
    public static GemmOperand Quantise(NumberFormat? format, ReadOnlySpan<float> values, int tokens, int k, ReadOnlySpan<bool> mask = default) =>
        format switch
        {
            null => GemmOperand.Of(values, tokens, k),
            PlainFormat plain => GemmOperand.Of(PlainQuantizer.Quantize(plain, values, tokens, k)),
            BlockScaledFormat block => GemmOperand.Of(BlockQuantizer.Quantize(block, values, tokens, k)),
            SqFormat sq when sq.MaskFor(OperandRole.Activations) == SqMask.Dynamic =>
                GemmOperand.Of(SqActivationQuantizer.QuantizeDynamic(sq, values, tokens, k)),
            SqFormat sq => GemmOperand.Of(SqActivationQuantizer.QuantizeStatic(sq, values, tokens, k, mask)),
            _ => throw new ArgumentException($"{format} cannot hold activations"),
        };
}
