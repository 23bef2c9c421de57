using AccelSim.Engine.Functional.Accuracy;
using AccelSim.Engine.Functional.Execution;

namespace AccelSim.Engine.Functional.Models;

/// <summary>What a transformer computes beside its matrices, in fp32 with norms and sums in fp64; no library function is called, so every machine gives the same bits.</summary>
internal static class VectorMath
{
    /// <summary>ln of the rotary base, 10000.</summary>
    private const double LogRotaryBase = 9.210340371976182736;
    private const double NormEpsilon = 1e-5;

    /// <summary>RMSNorm of each token: g * x / sqrt(mean(x^2) + 1e-5).</summary>
    public static float[] Norm(ReadOnlySpan<float> x, ReadOnlySpan<float> gains)
    {
        var normed = new float[x.Length];
        for (int first = 0; first < x.Length; first += gains.Length)
        {
            double squares = 0;
            for (int i = 0; i < gains.Length; i++)
                squares += (double)x[first + i] * x[first + i];
            float scale = (float)(1 / Math.Sqrt(squares / gains.Length + NormEpsilon));
            for (int i = 0; i < gains.Length; i++)
                normed[first + i] = gains[i] * (x[first + i] * scale);
        }
        return normed;
    }

    /// <summary>Rotary position on interleaved pairs (2i, 2i+1) of each head: angle = position * base^(-2i / head_dim).</summary>
    public static void Rotate(Span<float> heads, int headDim, int position)
    {
        for (int i = 0; i < heads.Length; i += 2)
        {
            (double sin, double cos) = ExactSine.Of(position * ExactExp.Of(-LogRotaryBase * (i % headDim) / headDim));
            float a = heads[i];
            float b = heads[i + 1];
            heads[i] = (float)(a * cos - b * sin);
            heads[i + 1] = (float)(a * sin + b * cos);
        }
    }

    /// <summary>x * sigmoid(x), the gate of SwiGLU.</summary>
    public static float Silu(float x) => x / (1 + VectorExp.Of(-x));

    /// <summary>x += y.</summary>
    public static void Add(Span<float> x, ReadOnlySpan<float> y)
    {
        for (int i = 0; i < x.Length; i++)
            x[i] += y[i];
    }

    /// <summary>-ln softmax(logits)[id], nats.</summary>
    public static double NegativeLogLikelihood(ReadOnlySpan<float> logits, int id)
    {
        float largest = float.NegativeInfinity;
        foreach (float logit in logits)
            largest = MathF.Max(largest, logit);
        double sum = 0;
        foreach (float logit in logits)
            sum += ExactExp.Of((double)logit - largest);
        return ExactLog.Of(sum) + largest - logits[id];
    }
}
