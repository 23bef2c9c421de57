using System.Collections.Immutable;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A block whose keys the user chooses.</summary>
/// <typeparam name="T">Type of the values.</typeparam>
/// <param name="keys">What a key is, in words: <c>an operand pair such as int8xint4</c>.</param>
/// <param name="item">What each value is.</param>
/// <param name="fault">What is wrong with a key, or null.</param>
/// <param name="min">Fewest keys.</param>
public sealed class MapType<T>(string keys, YamlType<T> item, Func<string, ReadContext, string?>? fault = null, int min = 1)
    : YamlType<ImmutableArray<KeyValuePair<string, T>>>
{
    public override string Expected => $"a block of keys, each {keys}";

    public override bool TryRead(YamlNode node, ReadContext context, out ImmutableArray<KeyValuePair<string, T>> value)
    {
        value = [];
        if (node is YamlRefused) return false;
        if (node is not YamlMapping mapping || mapping.Entries.Length < min)
        {
            context.Log.Add(node.At, $"{(node is YamlMapping ? "has too few keys" : "is " + node.InWords)}; {Expected} is needed");
            return false;
        }
        var builder = ImmutableArray.CreateBuilder<KeyValuePair<string, T>>(mapping.Entries.Length);
        bool ok = true;
        foreach (YamlEntry entry in mapping.Entries)
        {
            context.Log.Enter(entry.Key);
            if (fault?.Invoke(entry.Key, context) is { } wrong)
            {
                context.Log.Add(entry.KeyAt, wrong);
                ok = false;
            }
            if (item.TryRead(entry.Value, context, out T? read)) builder.Add(new(entry.Key, read));
            else ok = false;
            context.Log.Leave();
        }
        value = ok ? builder.ToImmutable() : [];
        return ok;
    }

    public override YamlNode? ToNode(ImmutableArray<KeyValuePair<string, T>> value) =>
        new YamlMapping(default, [.. value.Select(pair => new YamlEntry(pair.Key, default, item.ToNode(pair.Value)!))]);

    public override YamlType? Child(string key) => item;

    public override IEnumerable<string> Paths() => ["*"];

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        writer.WriteNumber("minProperties", min);
        writer.WriteStartObject("additionalProperties");
        item.WriteSchema(writer);
        writer.WriteEndObject();
    }
}
