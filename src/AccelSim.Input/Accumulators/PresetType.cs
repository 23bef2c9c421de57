using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Accumulators;

/// <summary>The name of a preset of the installation, for a machine.</summary>
public sealed class PresetType : YamlType<AccumulatorPreset>
{
    public static PresetType Instance { get; } = new();

    public override string Expected => "the name of a preset (accelsim list accumulators)";

    public override bool TryRead(YamlNode node, ReadContext context, [MaybeNullWhen(false)] out AccumulatorPreset value)
    {
        value = null;
        if (!TextType.Name.TryRead(node, context, out string? name)) return false;
        ReadResult<AccumulatorPresets> presets = context.Files.Accumulators();
        if (!presets.Ok)
        {
            context.Log.AddRange(presets.Problems);
            return false;
        }
        value = presets.Value.Find(name);
        if (value is { Block: null }) return true;
        ImmutableArray<string> names = [.. presets.Value.Plain.Select(p => p.Name)];
        string near = Suggestion.For(name, names);
        context.Log.Add(node.At, value is not null
            ? $"'{name}' has scales inside its sum, which no machine has; {Expected} without block is needed"
            : $"'{name}' is not the name of a preset{(near.Length > 0 ? near : $"; allowed are {string.Join(", ", names)}")}");
        value = null;
        return false;
    }

    public override YamlNode? ToNode(AccumulatorPreset value) => TextType.Name.ToNode(value.Name);

    public override void WriteSchema(Utf8JsonWriter writer) => TextType.Name.WriteSchema(writer);
}
