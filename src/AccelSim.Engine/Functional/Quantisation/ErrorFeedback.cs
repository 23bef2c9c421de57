using System.Numerics;
using System.Runtime.InteropServices;
using AccelSim.Engine.Functional.Quantisation.Grids;

namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>
/// GPTQ (arXiv 2210.17323): column by column, k ascending, each weight is rounded on its grid and its error spread over the later ones,
/// w_j -= (w_k - q_k) / U[k,k] * U[k,j]. Natural order, no clipping search. Without a Hessian: rounding to nearest.
/// </summary>
public static class ErrorFeedback
{
    /// <param name="grid">Where the codes go.</param>
    /// <param name="weights">Smoothed, by column, [n, k].</param>
    /// <param name="n">Columns.</param>
    /// <param name="k">Input channels.</param>
    /// <param name="hessian">Of the smoothed inputs; null for no feedback.</param>
    /// <returns>The rounded weights, [n, k].</returns>
    /// <exception cref="ArithmeticException">NaN or infinity among the weights, before or after compensation.</exception>
    public static float[] Sweep(IWeightGrid grid, ReadOnlySpan<float> weights, int n, int k, Hessian? hessian)
    {
        ArgumentNullException.ThrowIfNull(grid);
        if (weights.Length != (long)n * k || (hessian is not null && hessian.K != k))
            throw new ArgumentException($"{weights.Length} weights and a Hessian of {hessian?.K} channels do not fit {n} columns of {k}");
        var rounded = new float[weights.Length];
        var current = new double[k];
        var narrowed = new float[k];
        for (int column = 0; column < n; column++)
        {
            for (int i = 0; i < k; i++)
                current[i] = weights[column * k + i];
            for (int i = 0; i < k; i++)
            {
                if (i % grid.Segment == 0)
                {
                    // Without feedback the weights stay as they were.
                    for (int j = i; j < k && (hessian is not null || i == 0); j++)
                        narrowed[j] = (float)current[j];
                    grid.Enter(column, i, narrowed.AsSpan(i));
                }
                float q = grid.Round(column, i, (float)current[i]);
                rounded[column * k + i] = q;
                if (hessian is not null)
                    Spread(current.AsSpan(i), hessian.UpperRow(i), q);
            }
        }
        return rounded;
    }

    /// <summary>One rounded weight, the first of <paramref name="current"/>, against the rest.</summary>
    private static void Spread(Span<double> current, ReadOnlySpan<double> upper, double rounded)
    {
        double error = (current[0] - rounded) / upper[0];
        int width = Vector<double>.Count;
        Span<double> rest = current[1..];
        ReadOnlySpan<double> row = upper[1..];
        int whole = rest.Length - rest.Length % width;
        Span<Vector<double>> wideRest = MemoryMarshal.Cast<double, Vector<double>>(rest[..whole]);
        ReadOnlySpan<Vector<double>> wideRow = MemoryMarshal.Cast<double, Vector<double>>(row[..whole]);
        var wideError = new Vector<double>(error);
        for (int i = 0; i < wideRest.Length; i++)
            wideRest[i] -= wideError * wideRow[i];
        for (int i = whole; i < rest.Length; i++)
            rest[i] -= error * row[i];
    }
}
