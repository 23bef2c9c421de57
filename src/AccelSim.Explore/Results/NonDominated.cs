using System.Collections.Immutable;

namespace AccelSim.Explore.Results;

/// <summary>
/// The non-dominated points of a set, every coordinate minimised. A point dominates another when it is nowhere larger and
/// somewhere smaller; so equal points do not dominate each other and are kept together.
/// </summary>
public static class NonDominated
{
    /// <summary>
    /// Indices of the non-dominated points, ascending. O(n log n) for one and two coordinates, O(n log n + n f) with f the
    /// size of the front for more.
    /// </summary>
    /// <param name="points">Finite coordinates, equally many in every point, at least one.</param>
    public static ImmutableArray<int> Indices(IReadOnlyList<double[]> points)
    {
        if (points.Count == 0) return [];
        int[] order = [.. Enumerable.Range(0, points.Count)];
        // Lexicographic order puts every dominator before the points it dominates.
        Array.Sort(order, (a, b) => Compare(points[a], points[b]) is var c && c != 0 ? c : a.CompareTo(b));
        List<int> front = points[0].Length <= 2 ? Staircase(points, order) : Filter(points, order);
        front.Sort();
        return [.. front];
    }

    private static int Compare(double[] a, double[] b)
    {
        for (int i = 0; i < a.Length; i++)
            if (a[i].CompareTo(b[i]) is var c && c != 0) return c;
        return 0;
    }

    // In lexicographic order a point of the plane is dominated exactly when an earlier, different one is as low.
    private static List<int> Staircase(IReadOnlyList<double[]> points, int[] order)
    {
        var front = new List<int>();
        foreach (int i in order)
        {
            if (front.Count == 0 || points[i][^1] < points[front[^1]][^1] && points[i].Length == 2 || Compare(points[i], points[front[^1]]) == 0)
                front.Add(i);
        }
        return front;
    }

    private static List<int> Filter(IReadOnlyList<double[]> points, int[] order)
    {
        var front = new List<int>();
        foreach (int i in order)
            if (!front.Exists(f => Dominates(points[f], points[i]))) front.Add(i);
        return front;
    }

    private static bool Dominates(double[] a, double[] b)
    {
        bool better = false;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] > b[i]) return false;
            better |= a[i] < b[i];
        }
        return better;
    }
}
