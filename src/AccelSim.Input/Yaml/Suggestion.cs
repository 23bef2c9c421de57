namespace AccelSim.Input.Yaml;

/// <summary>Finds the name that a user probably meant.</summary>
public static class Suggestion
{
    /// <summary>Ready to append: <c>; did you mean 'rows'?</c>, or nothing where no name is near.</summary>
    public static string For(string given, IEnumerable<string> candidates) =>
        Nearest(given, candidates) is { } name ? $"; did you mean '{name}'?" : "";

    /// <summary>The nearest candidate within a third of the length in edits, or null.</summary>
    public static string? Nearest(string given, IEnumerable<string> candidates)
    {
        string? best = null;
        int bestEdits = Math.Max(1, given.Length / 3) + 1;
        string folded = Fold(given);
        foreach (string candidate in candidates)
        {
            int edits = Edits(folded, Fold(candidate), bestEdits);
            if (edits < bestEdits)
            {
                best = candidate;
                bestEdits = edits;
            }
        }
        return best;
    }

    /// <summary>For dotted keys: the nearest whole key, else one that ends in what was given (<c>rows</c> for <c>tensor_unit.rows</c>).</summary>
    public static string ForPath(string given, IReadOnlyCollection<string> paths)
    {
        string? tail = paths.FirstOrDefault(p => p.EndsWith("." + given, StringComparison.Ordinal));
        string last = given[(given.LastIndexOf('.') + 1)..];
        string? name = tail ?? Nearest(given, paths) ?? paths.FirstOrDefault(p => p.EndsWith("." + last, StringComparison.Ordinal));
        return name is null ? "" : $"; did you mean '{name}'?";
    }

    private static string Fold(string name) => name.Replace('_', '-').ToLowerInvariant();

    /// <summary>Optimal string alignment distance (insert, delete, replace, swap neighbours); at least <paramref name="limit"/> when not below it.</summary>
    private static int Edits(string a, string b, int limit)
    {
        if (Math.Abs(a.Length - b.Length) >= limit) return limit;
        var rows = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                int best = Math.Min(replace, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                rows[i, j] = swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
            }
        }
        return rows[a.Length, b.Length];
    }
}
