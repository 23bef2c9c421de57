using System.Collections.Immutable;
using AccelSim.Input.Formats;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using AccelSim.Model.Workloads;

namespace AccelSim.Input.Workloads;

/// <summary>The block <c>formats</c> of a workload.</summary>
internal static class FormatsYaml
{
    public static ObjectType<FormatPlan> Type { get; } = Declare();

    private static ObjectType<FormatPlan> Declare()
    {
        FormatPlan fallback = FormatPlan.Bf16;
        var block = new ObjectDeclaration<FormatPlan>("formats");
        var weights = block.Optional("weights", new FormatType(OperandRole.Weights), p => p.Weights, fallback.Weights, "Weights of linear layers.");
        var activations = block.Optional("activations", new FormatType(OperandRole.Activations), p => p.Activations, fallback.Activations,
            "Inputs of linear layers.");
        var kv = block.Optional("kv", new FormatType(OperandRole.KvKeys), p => p.Kv, fallback.Kv, "Key-value cache.");
        var attention = block.Optional("attention", new FormatType(OperandRole.Activations), p => p.Attention, fallback.Attention,
            "Queries, and the probabilities that multiply values.");
        var head = block.Optional("head", new FormatType(OperandRole.Weights), p => p.Head, fallback.Head,
            "Weights of the output head, and of the embedding when they are one table.");
        var patterns = new MapType<OverrideFormats>("a pattern of operation names such as layers.0-1.* or *.down_proj", Item(), PatternFault);
        var overrides = block.Optional("overrides", patterns, Grouped, [],
            "Other formats for the operations that a pattern names, such as down_proj, layers.0-1.* or *.experts.*; the last that matches wins.");
        return block.Build(v => new FormatPlan
        {
            Weights = v.Get(weights),
            Activations = v.Get(activations),
            Kv = v.Get(kv),
            Attention = v.Get(attention),
            Head = v.Get(head),
            Overrides = [.. v.Get(overrides).SelectMany(pair => pair.Value.For(new OperationPattern(pair.Key)))],
        });
    }

    private static ObjectType<OverrideFormats> Item()
    {
        var block = new ObjectDeclaration<OverrideFormats>("formats for a pattern");
        var weights = block.Block("weights", new FormatType(OperandRole.Weights), o => o.Weights, "Weights.");
        var activations = block.Block("activations", new FormatType(OperandRole.Activations), o => o.Activations, "Inputs of linear layers.");
        var kv = block.Block("kv", new FormatType(OperandRole.KvKeys), o => o.Kv, "Key-value cache; the operation is attention.");
        var attention = block.Block("attention", new FormatType(OperandRole.Activations), o => o.Attention,
            "Queries and probabilities; the operation is attention.");
        return block.Build(v => new OverrideFormats(v.Get(weights), v.Get(activations), v.Get(kv), v.Get(attention)));
    }

    private static string? PatternFault(string key, ReadContext context) => OperationPattern.Fault(key);

    private static ImmutableArray<KeyValuePair<string, OverrideFormats>> Grouped(FormatPlan plan) =>
        plan.Overrides.IsEmpty ? [] : [.. plan.Overrides.GroupBy(o => o.Pattern.Text).Select(g => KeyValuePair.Create(g.Key, OverrideFormats.Of(g)))];

    /// <summary>Formats given to one pattern; null where they stay as they are.</summary>
    internal sealed record OverrideFormats(NumberFormat? Weights, NumberFormat? Activations, NumberFormat? Kv, NumberFormat? Attention)
    {
        public static OverrideFormats Of(IEnumerable<FormatOverride> overrides)
        {
            var byClass = overrides.ToDictionary(o => o.Class, o => o.Format);
            return new(byClass.GetValueOrDefault(OperandClass.Weights), byClass.GetValueOrDefault(OperandClass.Activations),
                byClass.GetValueOrDefault(OperandClass.Kv), byClass.GetValueOrDefault(OperandClass.Attention));
        }

        public IEnumerable<FormatOverride> For(OperationPattern pattern)
        {
            foreach ((OperandClass operand, NumberFormat? format) in ((OperandClass, NumberFormat?)[])
                [(OperandClass.Weights, Weights), (OperandClass.Activations, Activations), (OperandClass.Kv, Kv), (OperandClass.Attention, Attention)])
            {
                if (format is not null)
                    yield return new(pattern, operand, format);
            }
        }
    }
}
