using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A key of a block: name, type, default and one sentence.</summary>
public abstract class Field(int index, string key, string description, bool required, string? example)
{
    /// <summary>Position in the declaration.</summary>
    internal int Index { get; } = index;

    public string Key { get; } = key;

    /// <summary>One sentence for schema and template.</summary>
    public string Description { get; } = description;

    public bool Required { get; } = required;

    /// <summary>Value for the template as YAML text; null where the type's own template or the default serves.</summary>
    public string? Example { get; } = example;

    public abstract YamlType Type { get; }

    /// <summary>Whether the key may be <c>none</c>, which means the same as leaving it out.</summary>
    public virtual bool MayBeNone => false;

    /// <summary>The default as a node; null where there is none to name.</summary>
    internal abstract YamlNode? DefaultNode { get; }

    internal abstract bool TryRead(YamlNode node, ReadContext context, out object? value);

    internal abstract object? Default { get; }

    internal void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartObject(Key);
        writer.WriteString("description", Description);
        if (MayBeNone)
        {
            writer.WriteStartArray("anyOf");
            writer.WriteStartObject();
            Type.WriteSchema(writer);
            writer.WriteEndObject();
            writer.WriteStartObject();
            writer.WriteString("const", "none");
            writer.WriteEndObject();
            writer.WriteEndArray();
        }
        else
        {
            Type.WriteSchema(writer);
        }
        if (DefaultNode is YamlScalar scalar) SchemaDefault(writer, scalar);
        writer.WriteEndObject();
    }

    private static void SchemaDefault(Utf8JsonWriter writer, YamlScalar scalar)
    {
        if (!scalar.Quoted && scalar.Text is "true" or "false") writer.WriteBoolean("default", scalar.Text == "true");
        else if (!scalar.Quoted && long.TryParse(scalar.Text, System.Globalization.CultureInfo.InvariantCulture, out long whole)) writer.WriteNumber("default", whole);
        else writer.WriteString("default", scalar.Text);
    }
}
