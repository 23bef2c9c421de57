using System.Globalization;

namespace AccelSim.Explore.Sweeps;

/// <summary>Part I of N of a sweep: the points whose number is I modulo N, so that neighbours, which cost alike, spread over all shards.</summary>
/// <param name="Index">From 0.</param>
/// <param name="Count">Shards in all.</param>
public sealed record Shard(int Index, int Count)
{
    public static readonly Shard Whole = new(0, 1);

    /// <summary>Parses <c>I/N</c>; null with a reason when it is not one.</summary>
    public static Shard? Parse(string text, out string? problem)
    {
        string[] parts = text.Split('/');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && count > 0 && index < count)
        {
            problem = null;
            return new Shard(index, count);
        }
        problem = "is not a shard; I/N is needed with I from 0 to N-1, as in 0/8";
        return null;
    }

    /// <summary>Numbers of the shard's points, ascending.</summary>
    public IEnumerable<long> Of(long points)
    {
        for (long point = Index; point < points; point += Count) yield return point;
    }

    /// <summary>Whether a point is one of them.</summary>
    public bool Has(long point) => point % Count == Index;

    /// <summary>How many they are.</summary>
    public long CountOf(long points) => points <= Index ? 0 : (points - Index - 1) / Count + 1;
}
