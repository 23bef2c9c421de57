using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>A block of declared keys.</summary>
/// <typeparam name="T">Record that the block describes.</typeparam>
public sealed class ObjectType<T> : YamlType<T>, IBlockType
{
    private readonly string name;
    private readonly Dictionary<string, Field> byKey;
    private readonly ImmutableArray<Func<T, YamlEntry?>> writers;
    private readonly ImmutableArray<(ImmutableArray<Field> Fields, Action<FieldValues> Check)> checks;
    private readonly Func<FieldValues, T> build;

    internal ObjectType(string name, ImmutableArray<Field> fields, ImmutableArray<Func<T, YamlEntry?>> writers,
        ImmutableArray<(ImmutableArray<Field>, Action<FieldValues>)> checks, Func<FieldValues, T> build)
    {
        this.name = name;
        Fields = fields;
        byKey = fields.ToDictionary(f => f.Key, StringComparer.Ordinal);
        this.writers = writers;
        this.checks = checks;
        this.build = build;
    }

    public ImmutableArray<Field> Fields { get; }

    public override string Expected => $"{name} with the keys {string.Join(", ", Fields.Select(f => f.Key))}";

    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is YamlRefused) return false;
        if (node is not YamlMapping mapping)
        {
            context.Log.Add(node.At, $"is {node.InWords}; {Expected} is needed");
            return false;
        }
        var values = new FieldValues(Fields.Length, mapping, context);
        int before = context.Log.Count;
        bool ok = ReadEntries(mapping, values);
        foreach (Field field in Fields)
        {
            if (values.Given(field)) continue;
            if (!field.Required)
            {
                values.Set(field, field.Default);
                continue;
            }
            ok = false;
            context.Log.Add(mapping.At, field.Key, $"is missing; {field.Type.Expected} is needed");
        }
        foreach ((ImmutableArray<Field> of, Action<FieldValues> check) in checks)
        {
            if (of.All(values.Known)) check(values);
        }
        if (!ok || context.Log.Count > before) return false;
        value = build(values);
        return context.Log.Count == before;
    }

    public override YamlNode? ToNode(T value) =>
        new YamlMapping(default, [.. writers.Select(write => write(value)).OfType<YamlEntry>()]);

    public override YamlType? Child(string key) => byKey.GetValueOrDefault(key)?.Type;

    public override IEnumerable<string> Paths()
    {
        foreach (Field field in Fields)
        {
            yield return field.Key;
            foreach (string below in field.Type.Paths()) yield return $"{field.Key}.{below}";
        }
    }

    public override void WriteSchema(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "object");
        writer.WriteStartObject("properties");
        foreach (Field field in Fields) field.WriteSchema(writer);
        writer.WriteEndObject();
        writer.WriteStartArray("required");
        foreach (Field field in Fields.Where(f => f.Required)) writer.WriteStringValue(field.Key);
        writer.WriteEndArray();
        writer.WriteBoolean("additionalProperties", false);
    }

    private bool ReadEntries(YamlMapping mapping, FieldValues values)
    {
        ReadContext context = values.Context;
        bool ok = true;
        foreach (YamlEntry entry in mapping.Entries)
        {
            context.Log.Enter(entry.Key);
            if (!byKey.TryGetValue(entry.Key, out Field? field))
            {
                string suggestion = Suggestion.For(entry.Key, byKey.Keys);
                context.Log.Add(entry.KeyAt, $"unknown key{(suggestion.Length > 0 ? suggestion : $"; {name} has the keys {string.Join(", ", byKey.Keys)}")}");
                ok = false;
            }
            else
            {
                values.Give(field, entry.Value);
                if (field.TryRead(entry.Value, context, out object? read)) values.Set(field, read);
                else ok = false;
            }
            context.Log.Leave();
        }
        return ok;
    }
}
