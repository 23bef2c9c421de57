namespace AccelSim.Input.Yaml;

/// <summary>The values of one block while it is being read.</summary>
public sealed class FieldValues
{
    private readonly object?[] values;
    private readonly YamlNode?[] nodes;
    private readonly bool[] known;
    private readonly YamlMapping block;

    internal FieldValues(int count, YamlMapping block, ReadContext context)
    {
        values = new object?[count];
        nodes = new YamlNode?[count];
        known = new bool[count];
        this.block = block;
        Context = context;
    }

    public ReadContext Context { get; }

    /// <summary>The value read, or the default.</summary>
    public T Get<TOwner, T>(Field<TOwner, T> field) => (T)values[field.Index]!;

    /// <summary>Whether the key stood in the file.</summary>
    public bool Given(Field field) => nodes[field.Index] is not null;

    /// <summary>The node at a key, or null where it is left out.</summary>
    public YamlNode? Node(Field field) => nodes[field.Index];

    /// <summary>Reports a problem at a key; at the block where the key is left out.</summary>
    public void Report(Field field, string message) => Context.Log.Add(nodes[field.Index]?.At ?? block.At, field.Key, message);

    internal bool Known(Field field) => known[field.Index];

    internal void Give(Field field, YamlNode node) => nodes[field.Index] = node;

    internal void Set(Field field, object? value)
    {
        values[field.Index] = value;
        known[field.Index] = true;
    }
}
