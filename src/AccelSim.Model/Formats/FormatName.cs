namespace AccelSim.Model.Formats;

/// <summary>Spelling of names that formats may bear, and the nearest known name to a misspelt one.</summary>
internal static class FormatName
{
    /// <summary>Cost of one insertion, deletion or change.</summary>
    private const int Edit = 20;

    /// <summary>Why a name cannot stand in the format grammar, or null.</summary>
    public static string? Fault(string? name)
    {
        if (string.IsNullOrEmpty(name))
            return "a format needs a name";
        if (!char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return $"'{name}' is not a format name: a letter, then letters, digits and '_'";
        return name is "sq" or "static" or "dynamic" ? $"'{name}' is a word of the format grammar and cannot name a format" : null;
    }

    /// <summary>"; did you mean 'int8'?" when a known name is near, else an empty string.</summary>
    public static string Suggestion(string given, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = Edit * Math.Max(2, given.Length / 3) + 1;
        foreach (string name in known)
        {
            int distance = Distance(given.ToLowerInvariant(), name.ToLowerInvariant());
            if (distance < bestDistance)
                (best, bestDistance) = (name, distance);
        }
        return best is null ? "" : $"; did you mean '{best}'?";
    }

    /// <summary>Levenshtein distance in which one digit for another costs less than a letter, and less the nearer it is: int9 is int8 misspelt.</summary>
    private static int Distance(string a, string b)
    {
        int[] previous = new int[b.Length + 1];
        int[] current = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            previous[j] = j * Edit;
        for (int i = 1; i <= a.Length; i++)
        {
            current[0] = i * Edit;
            for (int j = 1; j <= b.Length; j++)
            {
                int change = previous[j - 1] + Change(a[i - 1], b[j - 1]);
                current[j] = Math.Min(change, Math.Min(previous[j], current[j - 1]) + Edit);
            }
            (previous, current) = (current, previous);
        }
        return previous[b.Length];
    }

    private static int Change(char a, char b) =>
        a == b ? 0 : char.IsAsciiDigit(a) && char.IsAsciiDigit(b) ? Edit / 2 + Math.Abs(a - b) : Edit;
}
