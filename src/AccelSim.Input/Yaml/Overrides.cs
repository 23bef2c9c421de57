namespace AccelSim.Input.Yaml;

/// <summary>Applies dotted keys to a tree.</summary>
public static class Overrides
{
    /// <summary>A tree with the overrides in it; those whose key does not exist are reported and left out.</summary>
    public static YamlMapping Apply(YamlMapping root, IReadOnlyList<Override> overrides, YamlType type, ProblemLog log)
    {
        foreach (Override change in overrides)
        {
            if (Fault(change.Parts, type) is { } fault) log.AddAbsolute(change.At, change.Key, fault);
            else root = root.With(change.Parts, change.Value, change.At);
        }
        return root;
    }

    /// <summary>The type at a dotted key, or null where it does not exist.</summary>
    public static YamlType? TypeAt(ReadOnlySpan<string> key, YamlType type)
    {
        YamlType? at = type;
        for (int i = 0; i < key.Length && at is not null; i++) at = at.Child(key[i]);
        return at;
    }

    /// <summary>What is wrong with a dotted key, or null.</summary>
    public static string? Fault(ReadOnlySpan<string> key, YamlType type)
    {
        if (TypeAt(key, type) is not null) return null;
        string given = string.Join('.', key.ToArray());
        string suggestion = Suggestion.ForPath(given, [.. type.Paths()]);
        return suggestion.Length > 0 ? $"unknown key{suggestion}" : $"unknown key; known are {string.Join(", ", type.Paths().Where(p => !p.Contains('.')))}";
    }
}
