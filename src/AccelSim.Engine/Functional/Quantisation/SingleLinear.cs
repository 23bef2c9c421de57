using System.Numerics;
using System.Runtime.InteropServices;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>
/// A linear layer in fp32: every output is one chain of fused multiply-adds from +0, k ascending, so the result depends neither on the width of
/// the machine's vectors nor on the number of tokens.
/// </summary>
public sealed class SingleLinear : ILinear
{
    private readonly float[] byRow;
    private readonly int n;
    private readonly int k;

    /// <param name="weights">By column, [n, k].</param>
    /// <param name="n">Outputs.</param>
    /// <param name="k">Inputs.</param>
    public SingleLinear(ReadOnlySpan<float> weights, int n, int k)
    {
        if (weights.Length != (long)n * k)
            throw new ArgumentException($"{weights.Length} weights are no {n} columns of {k}");
        (this.n, this.k) = (n, k);
        byRow = new float[weights.Length];
        for (int i = 0; i < weights.Length; i++)
            byRow[i % k * n + i / k] = weights[i];
    }

    public float[] Apply(ReadOnlySpan<float> x, int tokens)
    {
        if (x.Length != (long)tokens * k)
            throw new ArgumentException($"{x.Length} values are no {tokens} tokens of {k}");
        var y = new float[(long)tokens * n];
        for (int t = 0; t < tokens; t++)
        {
            Span<float> row = y.AsSpan(t * n, n);
            for (int i = 0; i < k; i++)
                Add(x[t * k + i], byRow.AsSpan(i * n, n), row);
        }
        return y;
    }

    private static void Add(float x, ReadOnlySpan<float> w, Span<float> y)
    {
        int whole = y.Length - y.Length % Vector<float>.Count;
        ReadOnlySpan<Vector<float>> wideW = MemoryMarshal.Cast<float, Vector<float>>(w[..whole]);
        Span<Vector<float>> wideY = MemoryMarshal.Cast<float, Vector<float>>(y[..whole]);
        var wideX = new Vector<float>(x);
        for (int i = 0; i < wideY.Length; i++)
            wideY[i] = Vector.FusedMultiplyAdd(wideX, wideW[i], wideY[i]);
        for (int i = whole; i < y.Length; i++)
            y[i] = MathF.FusedMultiplyAdd(x, w[i], y[i]);
    }
}
