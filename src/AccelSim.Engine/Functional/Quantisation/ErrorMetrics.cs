namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>Distance of a computed result from the exact one, as the metrics of a sweep report it.</summary>
/// <param name="SqnrDb">10 log10( sum exact^2 / sum (computed - exact)^2 ), dB; infinite where nothing differs.</param>
/// <param name="RelativeError">|| computed - exact || / || exact ||, Frobenius norms; 0 where nothing differs.</param>
/// <param name="MaxUlp">Largest |computed - exact| in units of the fp32 step at the exact value, at least 2^-149.</param>
public sealed record ErrorMetrics(double SqnrDb, double RelativeError, double MaxUlp)
{
    /// <summary>A computed value that is not finite makes the error infinite.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static ErrorMetrics Of(ReadOnlySpan<float> computed, ReadOnlySpan<double> exact)
    {
        if (computed.Length != exact.Length)
            throw new ArgumentException($"{computed.Length} results cannot be compared with {exact.Length}");
        double signal = 0;
        double noise = 0;
        double ulp = 0;
        for (int i = 0; i < exact.Length; i++)
        {
            double error = float.IsFinite(computed[i]) ? Math.Abs(computed[i] - exact[i]) : double.PositiveInfinity;
            signal += exact[i] * exact[i];
            noise += error * error;
            if (error > 0)
                ulp = Math.Max(ulp, error / Step(exact[i]));
        }
        return noise == 0 ? new(double.PositiveInfinity, 0, 0) : new(10 * Math.Log10(signal / noise), Math.Sqrt(noise / signal), ulp);
    }

    /// <summary>The distance of neighbouring fp32 values in the binade of <paramref name="value"/>.</summary>
    private static double Step(double value) => value == 0 ? float.Epsilon : Math.ScaleB(1, Math.Max(Math.ILogB(value) - 23, -149));
}
