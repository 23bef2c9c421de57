using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>Distance of a product as a machine stores it from the fp64 product of the operands before quantisation.</summary>
/// <param name="SqnrDb">10 log10( sum exact^2 / sum (stored - exact)^2 ), dB; infinite where nothing differs.</param>
/// <param name="RelativeError">|| stored - exact || / || exact ||, Frobenius norms.</param>
/// <param name="MaxUlp">
/// Largest |stored - exact| in steps of the output format, in the binade of |exact| or of the root mean square of all exact results, whichever is larger: else
/// it would tell how nearly a result cancels, not how well it is computed. Null where the output has scales, whose steps are not the format's own.
/// </param>
public sealed record ProductError(double SqnrDb, double RelativeError, double? MaxUlp)
{
    /// <param name="computed">The accumulator's results, fp32.</param>
    /// <param name="exact">As many.</param>
    /// <param name="rows">Rows of both.</param>
    /// <param name="output">Format that results are stored in.</param>
    public static ProductError Of(float[] computed, double[] exact, int rows, NumberFormat output)
    {
        ArgumentNullException.ThrowIfNull(computed);
        ArgumentNullException.ThrowIfNull(exact);
        ArgumentNullException.ThrowIfNull(output);
        float[] stored = Stored(computed, rows, output);
        ScalarFormat? element = output is PlainFormat { Scale: null } plain ? plain.Element : null;
        double signal = exact.Sum(x => x * x), noise = 0, ulp = 0;
        double typical = exact.Length == 0 ? 0 : Math.Sqrt(signal / exact.Length);
        for (int i = 0; i < exact.Length; i++)
        {
            double error = float.IsFinite(computed[i]) && float.IsFinite(stored[i]) ? Math.Abs(stored[i] - exact[i]) : double.PositiveInfinity;
            noise += error * error;
            if (element is not null)
                ulp = Math.Max(ulp, error / Step(element, Math.Max(Math.Abs(exact[i]), typical)));
        }
        double ratio = noise == 0 ? 0 : noise / signal;
        return new ProductError(ratio == 0 ? double.PositiveInfinity : -10 * Math.Log10(ratio), Math.Sqrt(ratio), element is null ? null : ulp);
    }

    private static float[] Stored(float[] computed, int rows, NumberFormat output)
    {
        int columns = rows == 0 ? 0 : computed.Length / rows;
        return output switch
        {
            PlainFormat { Scale: null } plain => Rounded(computed, new ScalarCodec(plain.Element)),
            PlainFormat plain => PlainQuantizer.Quantize(plain, computed, rows, columns).Dequantize(),
            BlockScaledFormat block => BlockQuantizer.Quantize(block, computed, rows, columns).Dequantize(),
            _ => computed,
        };
    }

    private static float[] Rounded(float[] values, ScalarCodec codec) => Array.ConvertAll(values, value => codec.Round(value));

    /// <summary>The distance of neighbouring values at a value's binade; that of subnormals below the normal ones.</summary>
    private static double Step(ScalarFormat element, double value)
    {
        int exponent = value == 0 ? element.LowestBit : Math.ILogB(value) - (element.SignificandBits - 1);
        return Math.ScaleB(1, Math.Max(exponent, element.LowestBit));
    }
}
