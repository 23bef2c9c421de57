using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>What may stand at a key: one declaration serves reading, writing, JSON Schema and templates.</summary>
public abstract class YamlType
{
    /// <summary>What is allowed, in words that complete "... is needed".</summary>
    public abstract string Expected { get; }

    /// <summary>Writes the JSON Schema keywords into an object that is already open.</summary>
    public abstract void WriteSchema(Utf8JsonWriter writer);

    /// <summary>Whether a node will do; reports every problem with it.</summary>
    public abstract bool Accepts(YamlNode node, ReadContext context);

    /// <summary>The type at a key below this one, or null where no such key exists.</summary>
    public virtual YamlType? Child(string key) => null;

    /// <summary>Dotted keys below this one, for suggestions and lists of sweepable keys.</summary>
    public virtual IEnumerable<string> Paths() => [];
}
