using System.Collections.Immutable;
using AccelSim.Model.Formats;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>Operations of multi-head and grouped-query attention: projection, RoPE, cache append, attention, projection back.</summary>
internal static class AttentionBlock
{
    public static void Write(LayerBuilder to)
    {
        LanguageModel model = to.Model;
        int heads = model.Heads / to.Workload.TensorParallel;
        int kvHeads = LayerMatrices.KvHeadsPerChip(model, to.Workload.TensorParallel);
        NumberFormat attention = to.Format(OperandClass.Attention, "attention");
        NumberFormat cache = to.Format(OperandClass.Kv, "attention");
        VectorWork headNorm = model.QkNorm ? VectorFormulas.RmsNorm : default;

        to.Linear("qkv_proj");
        to.Convert("rope", (long)heads * model.HeadDim, VectorFormulas.Rope + headNorm, attention);
        to.Convert("kv_append", 2L * kvHeads * model.HeadDim, KeyHalf(VectorFormulas.Rope + headNorm), cache);
        to.Add(new AttentionOperation
        {
            Name = "attention",
            Shapes = Shapes(to),
            Heads = heads,
            KvHeads = kvHeads,
            QkDim = model.HeadDim,
            VDim = model.HeadDim,
            Query = attention,
            KeyValue = cache,
            Probability = attention,
            Output = to.Wide,
        });
        to.Quantise("o_proj", (long)heads * model.HeadDim);
        to.Linear("o_proj");
        to.AllReduce("attention_all_reduce");
    }

    /// <summary>Work on keys alone, spread over keys and values: half of it per element, rounded up.</summary>
    private static VectorWork KeyHalf(VectorWork keys) =>
        new((keys.Adds + 1) / 2, (keys.Multiplies + 1) / 2, (keys.Exps + 1) / 2, (keys.Converts + 1) / 2);

    private static ImmutableArray<AttentionShape> Shapes(LayerBuilder to) => to.Model.IsSliding(to.Layer)
        ? [.. to.Workload.Sequences.SelectMany(s => WindowedAttention.Cut(s, to.Model.Window!.Tokens))]
        : to.Workload.Sequences;
}
