namespace AccelSim.Engine.Functional.Execution;

/// <summary>
/// Running softmax of the rows of one tile (FlashAttention-2, arXiv 2307.08691), fp32, each operation to nearest even, keys ascending:
/// <code>
/// x_j   = score_j * scale                     (masked: left out, p_j = +0)
/// m'    = max(m, max_j x_j)
/// alpha = exp(m - m')                         (1 while no key has been seen)
/// p_j   = exp(x_j - m')
/// l     = fma(l, alpha, ((p_0 + p_1) + p_2) + ...)
/// </code>
/// </summary>
internal sealed class SoftmaxRows
{
    private readonly float[] largest;

    public SoftmaxRows(int rows)
    {
        largest = new float[rows];
        Array.Fill(largest, float.NegativeInfinity);
        Sums = new float[rows];
    }

    /// <summary>l of every row.</summary>
    public float[] Sums { get; }

    /// <summary>Takes the scores of a key tile, which become probabilities; returns alpha of every row.</summary>
    /// <param name="scores">[rows, keys], read and written.</param>
    /// <param name="keys">Keys of the tile.</param>
    /// <param name="scale">1 / sqrt(QkDim) in fp32.</param>
    /// <param name="visible">Keys of the tile that a row sees: the first so many.</param>
    public float[] Take(float[] scores, int keys, float scale, Func<int, int> visible)
    {
        var alphas = new float[Sums.Length];
        for (int row = 0; row < alphas.Length; row++)
        {
            Span<float> x = scores.AsSpan(row * keys, keys);
            int seen = visible(row);
            x[seen..].Clear();
            x = x[..seen];
            float before = largest[row];
            for (int j = 0; j < x.Length; j++)
            {
                x[j] *= scale;
                largest[row] = MathF.Max(largest[row], x[j]);
            }
            alphas[row] = Factor(before, largest[row]);
            float sum = 0;
            for (int j = 0; j < x.Length; j++)
            {
                x[j] = VectorExp.Of(x[j] - largest[row]);
                sum += x[j];
            }
            Sums[row] = MathF.FusedMultiplyAdd(Sums[row], alphas[row], sum);
        }
        return alphas;
    }

    /// <summary>
    /// Joins the state of another part of the keys: m' = max(m, m2), l = fma(l2, exp(m2 - m'), l * exp(m - m')). Returns both factors of every row,
    /// by which the accumulators are joined in the same way.
    /// </summary>
    public (float Own, float Other)[] Join(SoftmaxRows other)
    {
        var factors = new (float, float)[Sums.Length];
        for (int row = 0; row < factors.Length; row++)
        {
            float joined = MathF.Max(largest[row], other.largest[row]);
            float own = Factor(largest[row], joined), others = Factor(other.largest[row], joined);
            Sums[row] = MathF.FusedMultiplyAdd(other.Sums[row], others, Sums[row] * own);
            largest[row] = joined;
            factors[row] = (own, others);
        }
        return factors;
    }

    private static float Factor(float before, float after) => float.IsNegativeInfinity(after) ? 1 : VectorExp.Of(before - after);
}
