using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>One of two forms, told apart by whether the node is a block of keys.</summary>
/// <typeparam name="T">What both forms give.</typeparam>
/// <param name="block">Form with keys.</param>
/// <param name="other">Single value or list.</param>
/// <param name="writesBlock">Whether a value is written as a block.</param>
public sealed class NodeKindType<T>(YamlType<T> block, YamlType<T> other, Func<T, bool> writesBlock) : YamlType<T>
{
    public override string Expected => $"{other.Expected}, or {block.Expected}";

    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        if (node is YamlScalar { IsNull: true })
        {
            context.Log.Add(node.At, $"is empty; {Expected} is needed");
            value = default;
            return false;
        }
        return node is YamlMapping ? block.TryRead(node, context, out value) : other.TryRead(node, context, out value);
    }

    public override YamlNode? ToNode(T value) => writesBlock(value) ? block.ToNode(value) : other.ToNode(value);

    public override YamlType? Child(string key) => block.Child(key);

    public override IEnumerable<string> Paths() => block.Paths();

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("anyOf");
        foreach (YamlType type in (YamlType[])[block, other])
        {
            writer.WriteStartObject();
            type.WriteSchema(writer);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
