namespace AccelSim.Explore.Results;

/// <summary>
/// Picks the points of a two-dimensional front worth naming: both ends, then again and again the point furthest from the
/// line through its already picked neighbours (the Kneedle idea of Satopaa et al. 2011, refined as Douglas and Peucker do).
/// </summary>
public static class ParetoKnees
{
    /// <summary>A bend smaller than this share of the picture is not a knee.</summary>
    private const double SmallestBend = 0.04;

    /// <summary>Indices of at most <paramref name="count"/> points of the front, left to right.</summary>
    /// <param name="x">Abscissae as drawn, ascending; logarithms on a log axis.</param>
    /// <param name="y">Ordinates as drawn.</param>
    /// <param name="count">How many points to name at most.</param>
    public static IReadOnlyList<int> Pick(IReadOnlyList<double> x, IReadOnlyList<double> y, int count)
    {
        if (x.Count == 0 || count <= 0) return [];
        double[] u = Unit(x), v = Unit(y);
        var picked = new SortedSet<int> { 0 };
        if (count > 1) picked.Add(x.Count - 1);
        while (picked.Count < count && Furthest(u, v, [.. picked]) is { } next) picked.Add(next);
        return [.. picked];
    }

    private static int? Furthest(double[] u, double[] v, int[] picked)
    {
        int? best = null;
        double distance = SmallestBend;
        for (int s = 1; s < picked.Length; s++)
        {
            (int a, int b) = (picked[s - 1], picked[s]);
            (double du, double dv) = (u[b] - u[a], v[b] - v[a]);
            double length = Math.Sqrt(du * du + dv * dv);
            if (length == 0) continue;
            for (int i = a + 1; i < b; i++)
            {
                double d = Math.Abs(du * (v[i] - v[a]) - dv * (u[i] - u[a])) / length;
                if (d > distance) (best, distance) = (i, d);
            }
        }
        return best;
    }

    private static double[] Unit(IReadOnlyList<double> values)
    {
        double low = values.Min(), span = values.Max() - low;
        return [.. values.Select(v => span > 0 ? (v - low) / span : 0)];
    }
}
