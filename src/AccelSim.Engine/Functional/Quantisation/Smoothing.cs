using AccelSim.Engine.Functional.Accuracy;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>
/// SmoothQuant (arXiv 2211.10438): W' = diag(sigma) W and A' = A / sigma leave the product and move range from activations into weights;
/// sigma_k = max|A_k|^alpha / max|W_k|^(1-alpha) (sq-format.md section 5.1, step 1).
/// </summary>
public static class Smoothing
{
    /// <param name="largest">max |A_k| of calibration, [k].</param>
    /// <param name="weights">By column, [n, k].</param>
    /// <param name="alpha">0 to 1.</param>
    /// <returns>sigma, [k]; 1 where a channel or its weights are all zero, or where the ratio leaves fp32.</returns>
    public static float[] Factors(ReadOnlySpan<float> largest, ReadOnlySpan<float> weights, double alpha)
    {
        if (!(alpha is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), $"smoothing strength lies between 0 and 1, not {alpha}");
        int k = largest.Length;
        var widest = new float[k];
        for (int i = 0; i < weights.Length; i++)
            widest[i % k] = MathF.Max(widest[i % k], MathF.Abs(weights[i]));
        var sigma = new float[k];
        for (int i = 0; i < k; i++)
        {
            float factor = largest[i] > 0 && widest[i] > 0 && float.IsFinite(largest[i]) && float.IsFinite(widest[i])
                ? (float)ExactExp.Of(alpha * ExactLog.Of(largest[i]) - (1 - alpha) * ExactLog.Of(widest[i])) : 0;
            sigma[i] = float.IsNormal(factor) && float.IsNormal(1 / factor) ? factor : 1;
        }
        return sigma;
    }

    /// <summary>W' by column: fl(w * sigma_k).</summary>
    public static float[] Weights(ReadOnlySpan<float> weights, ReadOnlySpan<float> sigma)
    {
        var smoothed = new float[weights.Length];
        for (int i = 0; i < smoothed.Length; i++)
            smoothed[i] = weights[i] * sigma[i % sigma.Length];
        return smoothed;
    }

    /// <summary>A' by token: fl(a / sigma_k).</summary>
    public static float[] Activations(ReadOnlySpan<float> activations, ReadOnlySpan<float> sigma)
    {
        var smoothed = new float[activations.Length];
        for (int i = 0; i < smoothed.Length; i++)
            smoothed[i] = activations[i] / sigma[i % sigma.Length];
        return smoothed;
    }
}
