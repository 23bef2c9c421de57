using AccelSim.Model.Formats.Sq;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>Outputs in the format that the next operation reads: one rounding of what left the accumulators.</summary>
public static class OutputRounder
{
    /// <summary>
    /// Values after storing in <paramref name="format"/>. Types without scales (bf16, fp16, fp32) round each output, nearest-even, overflow to
    /// infinity. Formats with scales take them from whole rows along N, as the quantiser of activations does.
    /// </summary>
    /// <param name="format">Format of the output.</param>
    /// <param name="sums">[rows, n], fp32.</param>
    /// <param name="rows">Tokens.</param>
    /// <param name="n">Output features: the reduction axis of the next operation.</param>
    /// <exception cref="ArgumentException">A static mask is calibrated with the next layer; quantise with it instead.</exception>
    public static float[] Round(NumberFormat format, float[] sums, int rows, int n)
    {
        ArgumentNullException.ThrowIfNull(sums);
        if (format is PlainFormat { Scale: null } plain)
        {
            var codec = new ScalarCodec(plain.Element);
            return Array.ConvertAll(sums, sum => codec.Round(sum, Conversion.Ieee));
        }
        return format switch
        {
            PlainFormat scaled => PlainQuantizer.Quantize(scaled, sums, rows, n).Dequantize(),
            BlockScaledFormat block => BlockQuantizer.Quantize(block, sums, rows, n).Dequantize(),
            SqFormat sq when sq.MaskFor(OperandRole.Output) == SqMask.Dynamic =>
                SqActivationQuantizer.QuantizeDynamic(sq, sums, rows, n).Dequantize(),
            TwoFourFormat twoFour => TwoFourMatrix.Quantize(twoFour, sums, rows, n).Dequantize(),
            _ => throw new ArgumentException($"{format} needs a calibrated mask; quantise the sums with it"),
        };
    }
}
