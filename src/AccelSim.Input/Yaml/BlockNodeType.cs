using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A block that is kept as a node and read later, once overrides have completed it; its keys are known already.</summary>
/// <param name="block">What the completed block is.</param>
public sealed class BlockNodeType(YamlType block) : YamlType<YamlMapping>
{
    public override string Expected => block.Expected;

    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out YamlMapping value)
    {
        value = node as YamlMapping;
        if (value is null && node is not YamlRefused) context.Log.Add(node.At, $"is {node.InWords}; {Expected} is needed");
        if (value is null) return false;
        bool ok = true;
        foreach (YamlEntry entry in value.Entries)
        {
            context.Log.Enter(entry.Key);
            if (block.Child(entry.Key) is { } type) ok &= type.Accepts(entry.Value, context);
            else
            {
                ok = false;
                context.Log.Add(entry.KeyAt, $"unknown key{Suggestion.For(entry.Key, block.Paths())}; {block.Expected} is needed");
            }
            context.Log.Leave();
        }
        return ok;
    }

    public override YamlNode? ToNode(YamlMapping value) => value;

    public override YamlType? Child(string key) => block.Child(key);

    public override IEnumerable<string> Paths() => block.Paths();

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        if (block is not IBlockType declared) return;
        writer.WriteStartObject("properties");
        foreach (Field field in declared.Fields) field.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteBoolean("additionalProperties", false);
    }
}
