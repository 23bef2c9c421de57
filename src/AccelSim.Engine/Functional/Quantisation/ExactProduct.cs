namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>The product that errors are measured against: fp32 values multiplied exactly and added in fp64, k ascending.</summary>
public static class ExactProduct
{
    /// <param name="a">[m, k].</param>
    /// <param name="m">Rows.</param>
    /// <param name="w">Weights by column, [n, k].</param>
    /// <param name="n">Columns.</param>
    /// <param name="k">Reduction length.</param>
    /// <returns>[m, n].</returns>
    public static double[] Of(ReadOnlySpan<float> a, int m, ReadOnlySpan<float> w, int n, int k)
    {
        if (a.Length != (long)m * k || w.Length != (long)n * k)
            throw new ArgumentException($"{a.Length} and {w.Length} values are no matrices of {m} by {k} and {n} by {k}");
        var y = new double[(long)m * n];
        for (int row = 0; row < m; row++)
        {
            ReadOnlySpan<float> left = a.Slice(row * k, k);
            for (int column = 0; column < n; column++)
            {
                ReadOnlySpan<float> right = w.Slice(column * k, k);
                double sum = 0;
                for (int i = 0; i < k; i++)
                    sum += (double)left[i] * right[i];
                y[row * n + column] = sum;
            }
        }
        return y;
    }
}
