using AccelSim.Model.Formats;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>
/// Operations of multi-head latent attention (arXiv 2405.04434, section 2.1). Absorbed (decode, verify): queries are taken into the latent space,
/// every head attends to the one cached latent, outputs leave it. Not absorbed (prefill): keys and values are expanded per head first.
/// The form stands in the names <c>attention_absorbed</c> and <c>attention_unabsorbed</c>. RoPE is billed for whole vectors, although it
/// turns only a part.
/// </summary>
internal static class LatentAttentionBlock
{
    public static void Write(LayerBuilder to)
    {
        LatentAttention latent = to.Model.Latent!;
        int heads = to.Model.Heads / to.Workload.TensorParallel;
        Queries(to, latent);
        if (LayerBuilder.IsAbsorbed(to.Workload))
            Absorbed(to, latent, heads);
        else
            Unabsorbed(to, latent, heads);
        to.Quantise("o_proj", (long)heads * latent.VDim);
        to.Linear("o_proj");
        to.AllReduce("attention_all_reduce");
    }

    private static void Queries(LayerBuilder to, LatentAttention latent)
    {
        if (to.Has("q_b_proj"))
        {
            to.Linear("qkv_a_proj");
            to.Feed("q_b_proj", to.Vector("q_a_norm", to.Tokens, latent.QRank, VectorFormulas.RmsNorm));
            to.Linear("q_b_proj");
        }
        else
        {
            to.Linear("q_proj");
            to.Linear("kv_a_proj");
        }
        NumberFormat cache = to.Format(OperandClass.Kv, "attention");
        to.Convert("kv_append", latent.CacheDim, VectorFormulas.RmsNorm + VectorFormulas.Rope, cache);
    }

    private static void Absorbed(LayerBuilder to, LatentAttention latent, int heads)
    {
        to.Quantise("q_absorbed_proj", (long)heads * latent.NopeDim);
        to.Linear("q_absorbed_proj");
        NumberFormat query = Rope(to, (long)heads * latent.CacheDim);
        to.Add(new AttentionOperation
        {
            Name = "attention_absorbed",
            Shapes = to.Workload.Sequences,
            Heads = heads,
            KvHeads = 1,
            QkDim = latent.CacheDim,
            VDim = latent.KvRank,
            ValuesInsideKeys = true,
            Query = query,
            KeyValue = to.Format(OperandClass.Kv, "attention"),
            Probability = query,
            Output = to.Wide,
        });
        to.Quantise("v_absorbed_proj", (long)heads * latent.KvRank);
        to.Linear("v_absorbed_proj");
    }

    private static void Unabsorbed(LayerBuilder to, LatentAttention latent, int heads)
    {
        long cached = to.Workload.Sequences.Sum(s => s.Count * s.KvLen);
        WeightMatrix up = to.Matrix("kv_b_proj");
        to.Feed("kv_b_proj", to.Vector("kv_a_norm", cached, latent.KvRank, VectorFormulas.RmsNorm));
        to.Linear("kv_b_proj", [new GemmShape(1, cached, up.N, up.K)]);
        NumberFormat query = Rope(to, (long)heads * latent.QkDim);
        to.Add(new AttentionOperation
        {
            Name = "attention_unabsorbed",
            Shapes = to.Workload.Sequences,
            Heads = heads,
            KvHeads = heads,
            QkDim = latent.QkDim,
            VDim = latent.VDim,
            Query = query,
            KeyValue = to.Wide,
            Probability = query,
            Output = to.Wide,
        });
    }

    private static NumberFormat Rope(LayerBuilder to, long cols)
    {
        NumberFormat query = to.Format(OperandClass.Attention, "attention");
        to.Convert("rope", cols, VectorFormulas.Rope, query);
        return query;
    }
}
