using System.Numerics;
using System.Runtime.InteropServices;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>Statistics of the inputs of one linear layer over a calibration set: sum X X^T, largest and mean magnitude of each channel.</summary>
public sealed class Calibration
{
    private readonly double[] gram;
    private readonly float[] largest;
    private readonly double[] sumOfMagnitudes;

    /// <summary>The token at hand in fp64.</summary>
    private readonly double[] wide;

    /// <param name="k">Input channels.</param>
    /// <param name="correlations">Whether to keep sum X X^T, which a Hessian needs; without it a calibration takes memory and time linear in k.</param>
    public Calibration(int k, bool correlations = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        K = k;
        gram = correlations ? new double[(long)k * k] : [];
        largest = new float[k];
        sumOfMagnitudes = new double[k];
        wide = new double[k];
    }

    /// <summary>Input channels.</summary>
    public int K { get; }

    public long Tokens { get; private set; }

    /// <summary>max |A_k|, [K].</summary>
    public ReadOnlySpan<float> Largest => largest;

    public bool HasCorrelations => gram.Length > 0;

    /// <summary>Sum over tokens of x_i x_j, [K, K]; empty where they are not kept.</summary>
    public ReadOnlySpan<double> Gram => gram;

    /// <summary>mean |A_k|; 0 before the first token.</summary>
    public double MeanMagnitude(int channel) => Tokens == 0 ? 0 : sumOfMagnitudes[channel] / Tokens;

    /// <summary>Adds activations [tokens, K].</summary>
    /// <exception cref="ArgumentException">Not whole tokens.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity; nothing is added.</exception>
    public void Add(ReadOnlySpan<float> activations)
    {
        if (activations.Length % K != 0)
            throw new ArgumentException($"{activations.Length} values are not whole tokens of {K} channels");
        foreach (float value in activations)
        {
            if (!float.IsFinite(value))
                throw new ArithmeticException("NaN or infinity among the calibration data");
        }
        for (int first = 0; first < activations.Length; first += K)
            AddToken(activations.Slice(first, K));
    }

    private void AddToken(ReadOnlySpan<float> token)
    {
        for (int i = 0; i < K; i++)
            wide[i] = token[i];
        for (int i = 0; i < K; i++)
        {
            float magnitude = MathF.Abs(token[i]);
            largest[i] = MathF.Max(largest[i], magnitude);
            sumOfMagnitudes[i] += magnitude;
            if (HasCorrelations)
                AddScaled(gram.AsSpan(i * K, K), token[i], wide);
        }
        Tokens++;
    }

    /// <summary>sum += x * row: one product and one addition each, in every lane alike.</summary>
    private static void AddScaled(Span<double> sum, double x, ReadOnlySpan<double> row)
    {
        int whole = sum.Length - sum.Length % Vector<double>.Count;
        Span<Vector<double>> wideSum = MemoryMarshal.Cast<double, Vector<double>>(sum[..whole]);
        ReadOnlySpan<Vector<double>> wideRow = MemoryMarshal.Cast<double, Vector<double>>(row[..whole]);
        var wideX = new Vector<double>(x);
        for (int j = 0; j < wideSum.Length; j++)
            wideSum[j] += wideX * wideRow[j];
        for (int j = whole; j < sum.Length; j++)
            sum[j] += x * row[j];
    }
}
