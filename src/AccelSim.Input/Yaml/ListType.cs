using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A list; a single item may stand without brackets.</summary>
/// <typeparam name="T">Type of the items.</typeparam>
/// <param name="item">What each item is.</param>
/// <param name="min">Fewest items.</param>
/// <param name="max">Most items.</param>
public sealed class ListType<T>(YamlType<T> item, int min = 1, int max = 1_000_000) : YamlType<ImmutableArray<T>>
{
    public override string Expected => min > 0 ? $"a list with at least {min} item{(min == 1 ? "" : "s")} ({item.Expected})" : $"a list ({item.Expected})";

    public override bool TryRead(YamlNode node, ReadContext context, out ImmutableArray<T> value)
    {
        value = [];
        if (node is YamlRefused) return false;
        if (node is YamlScalar { IsNull: true })
        {
            context.Log.Add(node.At, $"is empty; {Expected} is needed");
            return false;
        }
        ImmutableArray<YamlNode> items = node is YamlSequence sequence ? sequence.Items : [node];
        if (items.Length < min || items.Length > max)
        {
            context.Log.Add(node.At, string.Create(CultureInfo.InvariantCulture, $"has {items.Length} items; {min} to {max} are allowed"));
            return false;
        }
        var builder = ImmutableArray.CreateBuilder<T>(items.Length);
        bool ok = true;
        for (int i = 0; i < items.Length; i++)
        {
            bool numbered = node is YamlSequence;
            if (numbered) context.Log.Enter(string.Create(CultureInfo.InvariantCulture, $"[{i}]"));
            if (item.TryRead(items[i], context, out T? read)) builder.Add(read);
            else ok = false;
            if (numbered) context.Log.Leave();
        }
        value = ok ? builder.ToImmutable() : [];
        return ok;
    }

    public override YamlNode? ToNode(ImmutableArray<T> value) => new YamlSequence(default, [.. value.Select(v => item.ToNode(v)!)]);

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("anyOf");
        writer.WriteStartObject();
        writer.WriteString("type", "array");
        writer.WriteNumber("minItems", min);
        writer.WriteStartObject("items");
        item.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteStartObject();
        item.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
