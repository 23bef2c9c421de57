using System.Collections.Immutable;

namespace AccelSim.Input.Yaml;

/// <summary>Declares the keys of a block, once, for reading, writing, schema and template.</summary>
/// <typeparam name="T">Record that the block describes.</typeparam>
/// <param name="name">What the block is, in words: <c>a sparse unit</c>.</param>
public sealed class ObjectDeclaration<T>(string name)
{
    private readonly List<Field> fields = [];
    private readonly List<Func<T, YamlEntry?>> writers = [];
    private readonly List<(ImmutableArray<Field> Fields, Action<FieldValues> Check)> checks = [];

    /// <summary>A key that must be there.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="type">What may stand there.</param>
    /// <param name="get">Reads it back from the record.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="example">Value in templates, as YAML text.</param>
    public Field<T, TValue> Required<TValue>(string key, YamlType<TValue> type, Func<T, TValue> get, string description, string? example = null) =>
        Add(new Field<T, TValue>(fields.Count, key, type, get, description, true, default!, _ => false, example, false));

    /// <summary>A key with a default.</summary>
    public Field<T, TValue> Optional<TValue>(
        string key, YamlType<TValue> type, Func<T, TValue> get, TValue fallback, string description, string? example = null) =>
        Add(new Field<T, TValue>(fields.Count, key, type, get, description, false, fallback,
            value => EqualityComparer<TValue>.Default.Equals(value, fallback), example, false));

    /// <summary>A key whose absence, or <c>none</c>, is null.</summary>
    public Field<T, TValue?> Block<TValue>(string key, YamlType<TValue> type, Func<T, TValue?> get, string description, string? example = null)
        where TValue : class =>
        Add(new Field<T, TValue?>(fields.Count, key, type!, get, description, false, null, value => value is null, example, true));

    /// <summary>A rule between keys, checked when all of them were read.</summary>
    public void Check(ReadOnlySpan<Field> of, Action<FieldValues> check) => checks.Add(([.. of], check));

    /// <summary>Finishes the declaration.</summary>
    /// <param name="build">Makes the record from the values of all keys.</param>
    public ObjectType<T> Build(Func<FieldValues, T> build) => new(name, [.. fields], [.. writers], [.. checks], build);

    private Field<T, TValue> Add<TValue>(Field<T, TValue> field)
    {
        if (fields.Any(f => f.Key == field.Key)) throw new ArgumentException($"{name} declares '{field.Key}' twice.");
        fields.Add(field);
        writers.Add(owner => field.ToNode(owner) is { } node ? new YamlEntry(field.Key, default, node) : null);
        return field;
    }
}
