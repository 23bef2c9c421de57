using System.Diagnostics.CodeAnalysis;

namespace AccelSim.Input.Yaml;

/// <summary>A type whose values are <typeparamref name="T"/>.</summary>
/// <typeparam name="T">What is read.</typeparam>
public abstract class YamlType<T> : YamlType
{
    /// <summary>Reads a node; reports every problem below it and is then false.</summary>
    public abstract bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value);

    public sealed override bool Accepts(YamlNode node, ReadContext context) => TryRead(node, context, out _);

    /// <summary>The node that reads back as the value; null where the value is written by leaving the key out.</summary>
    public abstract YamlNode? ToNode(T value);
}
