using AccelSim.Input.Formats;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using AccelSim.Model.Operations;

namespace AccelSim.Input.Operations;

/// <summary>The block <c>attention</c> of a sweep, and the options of <c>accelsim attention</c> under the same names.</summary>
public static class AttentionYaml
{
    public static YamlType<AttentionOperation> Type { get; } = Declare();

    private static ObjectType<AttentionOperation> Declare()
    {
        var block = new ObjectDeclaration<AttentionOperation>("an attention");
        var length = new WholeType(1, 1L << 31);
        NumberFormat bf16 = new PlainFormat(ScalarFormats.Bf16);
        var phase = block.Required("phase", new EnumType<string>(("prefill", "prefill"), ("decode", "decode"), ("verify", "verify")), Phase,
            "prefill: all queries; decode: one; verify: gamma + 1.", "decode");
        var batch = block.Required("batch", new WholeType(1, 1_000_000), a => a.Shapes[0].Count, "Sequences.", "32");
        var queries = block.Optional("q_len", Lift.Nullable(length), a => a.Shapes[0].QLen, null, "Query tokens; by default kv_len in prefill and 1 in decode.");
        var keys = block.Required("kv_len", length, a => a.Shapes[0].KvLen, "Keys and values, the new tokens included.", "8192");
        var heads = block.Required("heads", new IntType(1), a => a.Heads, "Query heads.", "32");
        var kvHeads = block.Required("kv_heads", new IntType(1), a => a.KvHeads, "Key-value heads; divides heads.", "8");
        var dim = block.Required("head_dim", new IntType(1, 65_536), a => a.QkDim, "Width of queries and keys.", "128");
        var valueDim = block.Optional("v_dim", Lift.Nullable(new IntType(1, 65_536)), a => a.VDim, null, "Width of values; by default head_dim.");
        var causal = block.Optional("causal", BoolType.Instance, a => a.Causal, true, "Whether a query sees only keys up to its own position.");
        var query = block.Optional("q_format", new FormatType(OperandRole.Activations), a => a.Query, bf16, "Format of the queries.");
        var cache = block.Optional("kv_format", new FormatType(OperandRole.KvKeys), a => a.KeyValue, bf16, "Format of the key and value cache.");
        var probability = block.Optional("p_format", new FormatType(OperandRole.Activations), a => a.Probability, bf16, "Format of the probabilities that multiply the values.");
        var output = block.Optional("output", new FormatType(OperandRole.Output), a => a.Output, bf16, "Format of the result in memory.");
        block.Check([heads, kvHeads], v =>
        {
            if (v.Get(heads) % v.Get(kvHeads) != 0) v.Report(kvHeads, $"{v.Get(kvHeads)} does not divide heads = {v.Get(heads)}");
        });
        block.Check([phase, queries, keys, causal], v =>
        {
            if (v.Get(phase) == "verify" && v.Get(queries) is null) v.Report(queries, "is missing; verify needs the number of drafted tokens plus one");
            if (v.Get(phase) == "decode" && v.Get(queries) is > 1) v.Report(queries, $"{v.Get(queries)} is not allowed in decode, which has 1; phase: verify has more");
            if (v.Get(causal) && v.Get(queries) > v.Get(keys)) v.Report(queries, $"{v.Get(queries)} exceeds kv_len = {v.Get(keys)}, which includes the new tokens");
        });
        return block.Build(v => new AttentionOperation
        {
            Name = "attention",
            Shapes = [new AttentionShape(v.Get(batch), v.Get(queries) ?? (v.Get(phase) == "prefill" ? v.Get(keys) : 1), v.Get(keys))],
            Heads = v.Get(heads),
            KvHeads = v.Get(kvHeads),
            QkDim = v.Get(dim),
            VDim = v.Get(valueDim) ?? v.Get(dim),
            Causal = v.Get(causal),
            Query = v.Get(query),
            KeyValue = v.Get(cache),
            Probability = v.Get(probability),
            Output = v.Get(output),
        });
    }

    private static string Phase(AttentionOperation attention)
    {
        AttentionShape shape = attention.Shapes[0];
        return shape.QLen == 1 ? "decode" : shape.QLen == shape.KvLen ? "prefill" : "verify";
    }
}
