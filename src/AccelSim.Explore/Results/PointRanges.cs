using System.Globalization;

namespace AccelSim.Explore.Results;

/// <summary>Numbers of points, written as ranges: <c>0-3, 7, 9-12</c>.</summary>
public static class PointRanges
{
    /// <summary>After this many ranges the text only says how many more there are.</summary>
    private const int Most = 12;

    /// <summary>Writes ascending numbers as ranges.</summary>
    public static string Text(IEnumerable<long> ascending)
    {
        var ranges = new List<(long First, long Last)>();
        foreach (long point in ascending)
        {
            if (ranges.Count > 0 && ranges[^1].Last + 1 == point) ranges[^1] = (ranges[^1].First, point);
            else ranges.Add((point, point));
        }
        string text = string.Join(", ", ranges.Take(Most).Select(r => r.First == r.Last ? Invariant($"{r.First}") : Invariant($"{r.First}-{r.Last}")));
        return ranges.Count <= Most ? text : text + Invariant($" and {ranges.Count - Most} more ranges");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
