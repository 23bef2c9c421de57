namespace AccelSim.Explore.Speculation.Serving;

/// <summary>Linear least squares of few unknowns by the normal equations.</summary>
internal static class LeastSquares
{
    /// <summary>Coefficients that minimise the relative error of the sums: rows are divided by their result.</summary>
    public static double[] Fit(IReadOnlyList<double[]> rows, IReadOnlyList<double> results)
    {
        int n = rows[0].Length;
        double[] scale = [.. Enumerable.Range(0, n).Select(i => Math.Max(1e-12, rows.Max(r => Math.Abs(r[i]))))];
        double[,] a = new double[n, n + 1];
        for (int r = 0; r < rows.Count; r++)
        {
            double weight = 1 / (results[r] * results[r]);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) a[i, j] += weight * rows[r][i] / scale[i] * rows[r][j] / scale[j];
                a[i, n] += weight * rows[r][i] / scale[i] * results[r];
            }
        }
        double trace = Enumerable.Range(0, n).Sum(i => a[i, i]);
        for (int i = 0; i < n; i++) a[i, i] += 1e-9 * trace; // columns may coincide (a batch of one)
        for (int p = 0; p < n; p++)
        {
            for (int i = p + 1; i < n; i++)
            {
                double factor = a[i, p] / a[p, p];
                for (int j = p; j <= n; j++) a[i, j] -= factor * a[p, j];
            }
        }
        double[] x = new double[n];
        for (int i = n - 1; i >= 0; i--)
        {
            double sum = a[i, n];
            for (int j = i + 1; j < n; j++) sum -= a[i, j] * x[j];
            x[i] = sum / a[i, i];
        }
        return [.. x.Select((v, i) => v / scale[i])];
    }
}
