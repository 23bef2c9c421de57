using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>Any node, handed on as it is: values of sweep axes, which the key they are for judges later.</summary>
public sealed class AnyType : YamlType<YamlNode>
{
    public static readonly AnyType Instance = new();

    public override string Expected => "a value";

    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out YamlNode value)
    {
        value = node;
        if (node is not YamlScalar { IsNull: true }) return node is not YamlRefused;
        context.Log.Add(node.At, $"is empty; {Expected} is needed");
        return false;
    }

    public override YamlNode? ToNode(YamlNode value) => value;

    public override void WriteSchema(Utf8JsonWriter writer)
    {
    }
}
