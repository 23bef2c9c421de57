using System.Collections.Immutable;
using AccelSim.Input.Yaml;

namespace AccelSim.Input.Sweeps;

/// <summary>The block <c>set</c> of a sweep.</summary>
/// <param name="Keys">Dotted keys with their values.</param>
internal sealed record SetKeys(ImmutableArray<Override> Keys)
{
    public static YamlType<SetKeys> Type { get; } = new ConvertedType<ImmutableArray<KeyValuePair<string, YamlNode>>, SetKeys>(
        new MapType<YamlNode>("a dotted key", AnyType.Instance), Read, set => [.. set.Keys.Select(k => KeyValuePair.Create(k.Key, k.Value))]);

    private static bool Read(ImmutableArray<KeyValuePair<string, YamlNode>> written, YamlNode node, ReadContext context, out SetKeys value)
    {
        value = new SetKeys([.. ((YamlMapping)node).Entries.Select(e => new Override(e.Key, e.Value, e.KeyAt))]);
        return true;
    }
}
