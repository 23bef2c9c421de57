using AccelSim.Input.Yaml;

namespace AccelSim.Input.Workloads;

/// <summary>Reports what a record says is wrong with itself at the keys that the user wrote.</summary>
internal static class DottedReport
{
    /// <param name="values">The block that was read.</param>
    /// <param name="fields">Its keys.</param>
    /// <param name="faults">Dotted keys and messages; a key whose first part is absent is reported at the first key that stands in the file.</param>
    public static void All(FieldValues values, ReadOnlySpan<Field> fields, IEnumerable<(string Key, string Message)> faults)
    {
        foreach ((string key, string message) in faults)
            values.Context.Log.AddAbsolute(Find(values, fields, key), Prefix(values) + key, message);
    }

    private static string Prefix(FieldValues values) => values.Context.Log.Path is { Length: > 0 } path ? path + "." : "";

    private static Position Find(FieldValues values, ReadOnlySpan<Field> fields, string key)
    {
        YamlNode? node = null;
        foreach (Field field in fields)
        {
            if (key != field.Key && !key.StartsWith(field.Key + ".", StringComparison.Ordinal))
                continue;
            node = values.Node(field);
            key = key[Math.Min(key.Length, field.Key.Length + 1)..];
            break;
        }
        if (node is null)
        {
            foreach (Field field in fields)
            {
                if (values.Node(field) is { } first)
                    return first.At;
            }
            return default;
        }
        return Deepest(node, key).At;
    }

    /// <summary>Keys of a block may contain dots themselves (patterns), so the longest that fits is followed.</summary>
    private static YamlNode Deepest(YamlNode node, string key)
    {
        if (node is not YamlMapping block || key.Length == 0)
            return node;
        YamlEntry? best = block.Entries.Where(e => key == e.Key || key.StartsWith(e.Key + ".", StringComparison.Ordinal)).MaxBy(e => e.Key.Length);
        return best is null ? node : Deepest(best.Value, key[Math.Min(key.Length, best.Key.Length + 1)..]);
    }
}
