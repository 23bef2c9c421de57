using System.Collections.Immutable;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>One position of an axis: the keys it sets, several when they are linked.</summary>
/// <param name="Values">Keys as written in the sweep file, with their values.</param>
public sealed record AxisEntry(ImmutableArray<Override> Values)
{
    /// <summary>The value of a key as a table cell; empty where this entry leaves the key alone.</summary>
    public string Cell(string key) => Find(key) is { } node ? Text(node) : "";

    public YamlNode? Find(string key)
    {
        foreach (Override value in Values)
        {
            if (value.Key == key) return value.Value;
        }
        return null;
    }

    /// <summary>The text of a value as a user would type it.</summary>
    public static string Text(YamlNode node) => node is YamlScalar scalar ? scalar.Text : YamlText.Inline(node);
}
