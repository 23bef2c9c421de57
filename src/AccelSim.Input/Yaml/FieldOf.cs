namespace AccelSim.Input.Yaml;

/// <summary>A key of a block of <typeparamref name="TOwner"/> whose values are <typeparamref name="T"/>.</summary>
/// <typeparam name="TOwner">Record that the block describes.</typeparam>
/// <typeparam name="T">Type of the value.</typeparam>
public sealed class Field<TOwner, T> : Field
{
    private readonly YamlType<T> type;
    private readonly Func<TOwner, T> get;
    private readonly T fallback;
    private readonly Func<T, bool> omitted;
    private readonly bool mayBeNone;

    internal Field(int index, string key, YamlType<T> type, Func<TOwner, T> get, string description, bool required, T fallback,
        Func<T, bool> omitted, string? example, bool mayBeNone)
        : base(index, key, description, required, example)
    {
        this.type = type;
        this.get = get;
        this.fallback = fallback;
        this.omitted = omitted;
        this.mayBeNone = mayBeNone;
    }

    public override YamlType Type => type;

    public override bool MayBeNone => mayBeNone;

    internal override object? Default => fallback;

    internal override YamlNode? DefaultNode => Required || mayBeNone ? null : type.ToNode(fallback);

    /// <summary>The node that reads back as the owner's value, null where the key is left out.</summary>
    internal YamlNode? ToNode(TOwner owner)
    {
        T value = get(owner);
        return !Required && omitted(value) ? null : type.ToNode(value);
    }

    internal override bool TryRead(YamlNode node, ReadContext context, out object? value)
    {
        if (mayBeNone && node is YamlScalar { Text: "none" })
        {
            value = fallback;
            return true;
        }
        bool ok = type.TryRead(node, context, out T? read);
        value = read;
        return ok;
    }
}
