using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace AccelSim.Input.Yaml;

/// <summary>Reads as one type and gives another.</summary>
/// <typeparam name="TWritten">What stands in the file.</typeparam>
/// <typeparam name="T">What the program uses.</typeparam>
/// <param name="written">Type in the file.</param>
/// <param name="read">From the file's value; null with a report when it will not do.</param>
/// <param name="write">Back again.</param>
public sealed class ConvertedType<TWritten, T>(YamlType<TWritten> written, ConvertedType<TWritten, T>.Reader read, Func<T, TWritten> write) : YamlType<T>
{
    /// <summary>Converts, or reports a problem at the node and is false.</summary>
    public delegate bool Reader(TWritten written, YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value);

    public override string Expected => written.Expected;

    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return written.TryRead(node, context, out TWritten? inner) && read(inner, node, context, out value);
    }

    public override YamlNode? ToNode(T value) => written.ToNode(write(value));

    public override YamlType? Child(string key) => written.Child(key);

    public override IEnumerable<string> Paths() => written.Paths();

    public override void WriteSchema(Utf8JsonWriter writer) => written.WriteSchema(writer);
}
