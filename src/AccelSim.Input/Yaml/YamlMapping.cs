using System.Collections.Immutable;

namespace AccelSim.Input.Yaml;

/// <summary>Keys with values; every key once.</summary>
/// <param name="At">First character.</param>
/// <param name="Entries">In file order.</param>
public sealed record YamlMapping(Position At, ImmutableArray<YamlEntry> Entries) : YamlNode(At)
{
    public override string InWords => "a block of keys";

    public YamlNode? Find(string key)
    {
        foreach (YamlEntry entry in Entries)
        {
            if (entry.Key == key) return entry.Value;
        }
        return null;
    }

    /// <summary>A copy in which a dotted key has another value; blocks on the way are made where they are absent or not blocks.</summary>
    /// <param name="keys">The key's parts, outermost first.</param>
    /// <param name="value">The new value.</param>
    /// <param name="at">Position of parts that are made.</param>
    public YamlMapping With(ReadOnlySpan<string> keys, YamlNode value, Position at)
    {
        string head = keys[0];
        for (int i = 0; i < Entries.Length; i++)
        {
            YamlEntry entry = Entries[i];
            if (entry.Key == head) return this with { Entries = Entries.SetItem(i, entry with { KeyAt = at, Value = Below(entry.Value, keys[1..], value, at) }) };
        }
        return this with { Entries = Entries.Add(new YamlEntry(head, at, Below(null, keys[1..], value, at))) };
    }

    private static YamlNode Below(YamlNode? old, ReadOnlySpan<string> keys, YamlNode value, Position at) =>
        keys.IsEmpty ? value : ((old as YamlMapping) ?? new YamlMapping(at, [])).With(keys, value, at);
}
