using AccelSim.Engine.Functional.Execution;
using AccelSim.Model.Formats;

namespace AccelSim.Gpu.Gemm;

/// <summary>
/// One head of attention with both products elsewhere: scores = Q K^T and values = P V as exact products of codes, on a device or by the reference,
/// and the softmax between them here, so that its exponential is one and the same.
/// </summary>
public static class HeadAttention
{
    /// <param name="queries">[rows, head_dim].</param>
    /// <param name="context">Tokens in the cache, at least the rows; row r of the last rows sees all tokens up to its own.</param>
    /// <param name="probabilities">Format of P, a scale a row or a group of tokens.</param>
    /// <param name="scores">[rows, context] from the queries.</param>
    /// <param name="mix">[rows, head_dim] from the probabilities.</param>
    /// <returns>[rows, head_dim].</returns>
    public static float[] Run(
        CodedMatrix queries, int context, PlainFormat probabilities, Func<CodedMatrix, float[]> scores, Func<CodedMatrix, float[]> mix)
    {
        ArgumentNullException.ThrowIfNull(queries);
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(mix);
        ArgumentOutOfRangeException.ThrowIfLessThan(context, queries.Vectors);
        float[] weights = scores(queries);
        float scale = 1 / MathF.Sqrt(queries.K);
        for (int row = 0; row < queries.Vectors; row++)
        {
            int seen = context - queries.Vectors + row + 1;
            Softmax.InPlace(weights.AsSpan(row * context, seen), scale);
            weights.AsSpan(row * context + seen, context - seen).Clear();
        }
        return mix(PlainQuantizer.Quantize(probabilities, weights, queries.Vectors, context));
    }
}
