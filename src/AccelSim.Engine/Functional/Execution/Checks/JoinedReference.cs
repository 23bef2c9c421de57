using AccelSim.Model.Numerics;
using AccelSim.Engine.Functional.Quantisation.Gemm;

namespace AccelSim.Engine.Functional.Execution.Checks;

/// <summary>
/// What a GEMM must give under the accumulator <c>exact</c> where K is cut into parts that are joined, in plain loops from the contract of
/// <see cref="GemmReference"/> alone: it knows no steps.
/// </summary>
internal static class JoinedReference
{
    /// <param name="a">Activations.</param>
    /// <param name="w">Weights by column.</param>
    /// <param name="order">Order inside a part.</param>
    /// <param name="cuts">First k of each part, ascending from 0.</param>
    public static float[] Multiply(GemmOperand a, GemmOperand w, SumOrder order, IReadOnlyList<int> cuts)
    {
        bool isWhole = a.High is null && w.High is null && a.Segments <= 1 && w.Segments <= 1;
        // Exact sums join without rounding, so the cuts do not show.
        if (cuts.Count == 1 || (isWhole && a.Integers is not null && w.Integers is not null))
            return GemmReference.Multiply(a, w, order);
        var y = new float[a.Vectors * w.Vectors];
        for (int i = 0; i < y.Length; i++)
        {
            int m = i / w.Vectors, n = i % w.Vectors;
            float sum = 0;
            for (int p = 0; p < cuts.Count; p++)
            {
                int first = cuts[p], length = (p + 1 < cuts.Count ? cuts[p + 1] : a.K) - first;
                float part = isWhole
                    ? PathSum.Chain(a, m * a.K, w, n * w.K, first, first + length, high: false, 0)
                    : Unscaled(a.Tile(m, 1, first, length), w.Tile(n, 1, first, length), order);
                sum = p == 0 ? part : sum + part;
            }
            y[i] = GemmReference.Finish(a, w, isWhole ? MathF.FusedMultiplyAdd(a.LowScales[m] * w.LowScales[n], sum, 0) : sum);
        }
        return y;
    }

    /// <summary>A dot product before the tensor scales.</summary>
    private static float Unscaled(GemmOperand a, GemmOperand w, SumOrder order) => GemmReference.Dot(a.WithoutTensorScale(), 0, w.WithoutTensorScale(), 0, order);
}
