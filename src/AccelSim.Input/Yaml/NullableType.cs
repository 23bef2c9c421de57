using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A value, or <c>none</c>, which means the same as leaving the key out.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
/// <param name="type">What it is when it is there.</param>
public sealed class NullableType<T>(YamlType<T> type) : YamlType<T?> where T : struct
{
    public override string Expected => $"{type.Expected.TrimEnd(',')}, or none,";

    public override bool TryRead(YamlNode node, ReadContext context, out T? value)
    {
        value = null;
        if (node is YamlScalar { Text: "none", Quoted: false }) return true;
        if (!type.TryRead(node, context, out T read)) return false;
        value = read;
        return true;
    }

    public override YamlNode? ToNode(T? value) => value is { } given ? type.ToNode(given) : new YamlScalar(default, "none");

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        type.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteStartObject();
        writer.WriteString("const", "none");
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
