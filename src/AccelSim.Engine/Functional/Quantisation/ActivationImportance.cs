using AccelSim.Model.Numerics;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>Importance of every input channel for a static activation mask (sq-format.md section 5.2, steps 1 and 2).</summary>
public static class ActivationImportance
{
    /// <param name="score">Which score.</param>
    /// <param name="calibration">Inputs before smoothing.</param>
    /// <param name="sigma">Smoothing factors, [k]; empty for none.</param>
    /// <param name="weights">Smoothed, by column, [n, k].</param>
    /// <returns>[k].</returns>
    public static double[] Of(ActivationScore score, Calibration calibration, ReadOnlySpan<float> sigma, ReadOnlySpan<float> weights)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        int k = calibration.K;
        var sums = new double[k];
        for (int i = 0; i < weights.Length; i++)
        {
            double w = weights[i];
            sums[i % k] += score switch { ActivationScore.Abs => Math.Abs(w), ActivationScore.L2 => w * w, _ => w };
        }
        for (int i = 0; i < k; i++)
        {
            double size = score == ActivationScore.L2 ? Math.Sqrt(sums[i]) : Math.Abs(sums[i]);
            sums[i] = calibration.MeanMagnitude(i) / (sigma.IsEmpty ? 1 : sigma[i]) * size;
        }
        return sums;
    }
}
