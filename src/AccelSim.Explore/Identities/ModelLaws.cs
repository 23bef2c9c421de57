using AccelSim.Model.Formats;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Identities;

/// <summary>Counts of language models (section 3): caches, attention, parameters.</summary>
internal static class ModelLaws
{
    private static readonly NumberFormat Bf16 = NamedFormat.Of("bf16");

    /// <summary>Published shapes: name, layers, hidden, heads, key-value heads, ffn, vocabulary, parameters, cache bytes per token in bf16.</summary>
    private static readonly (LanguageModel Model, double Parameters, double BytesPerToken)[] Published =
    [
        (Gated("llama-3.1-8b", 32, 4096, 32, 8, 128, 14336, 128256), 8_030_261_248, 131_072),
        (Gated("llama-2-7b", 32, 4096, 32, 32, 128, 11008, 32000), 6_738_415_616, 524_288),
    ];

    public static readonly Law CacheBytes = new("kv-cache-bytes", "3", LawKind.Equality,
        "The cache takes 2 layers kv_heads head_dim context bytes per sequence for MHA, MQA and GQA.", chance =>
        {
            LanguageModel m = Random(chance);
            long tokens = chance.Int(1, 5000), bits = chance.Pick(8, 16, 32);
            NumberFormat format = NamedFormat.Of(bits switch { 8 => "fp8_e4m3", 16 => "bf16", _ => "fp32" });
            // One scale per token and head for keys, per channel for values: eight-bit types carry fp32 scales.
            double scales = bits == 8 ? 4.0 * m.Layers * m.KvHeads * (tokens + m.HeadDim) : 0;
            return Trial.Equal(KvCache.Bytes(m, tokens, _ => format), 2.0 * m.Layers * m.KvHeads * m.HeadDim * tokens * bits / 8 + scales);
        });

    public static readonly Law CachePerToken = new("kv-bytes-published", "3", LawKind.Equality,
        "Published models cache the published bytes per token, and 32 sequences of 32k of Llama-3.1-8B fill 128 GiB.", chance =>
        {
            (LanguageModel model, _, double perToken) = chance.Turn(Published);
            LanguageModel llama = Published[0].Model;
            return Trial.Equal([KvCache.BytesPerToken(model, Bf16), 32.0 * KvCache.Bytes(llama, 32_768, _ => Bf16)], perToken, 128.0 * (1L << 30));
        });

    public static readonly Law LatentBytes = new("mla-cache-bytes", "3", LawKind.Equality,
        "Latent attention caches layers (kv_lora_rank + qk_rope_head_dim) values per token.", chance =>
        {
            var latent = chance.Number == 0 ? new LatentAttention(1536, 512, 128, 64, 128)
                : new LatentAttention(chance.Int(0, 64), 8 * chance.Int(1, 64), 8 * chance.Int(1, 16), 8 * chance.Int(1, 16), 8 * chance.Int(1, 16));
            LanguageModel model = Random(chance) with { Latent = latent, Layers = chance.Number == 0 ? 61 : chance.Int(1, 80) };
            return Trial.Equal(KvCache.BytesPerToken(model, Bf16), (double)model.Layers * (latent.KvRank + latent.RopeDim) * 2);
        });

    public static readonly Law AttentionFlops = new("attention-flops", "3", LawKind.Equality,
        "A causal prefill takes 2 batch heads head_dim S (S + 1) operations, one without a mask 4 batch heads head_dim S^2.", chance =>
        {
            bool known = chance.Number == 0;
            long batch = known ? 1 : chance.Int(1, 8), heads = known ? 32 : chance.Int(1, 64), width = known ? 128 : 8 * chance.Int(1, 32), length = known ? 4096 : chance.Int(1, 5000);
            AttentionOperation prefill = Attention(batch, length, length, (int)heads, (int)heads, (int)width);
            double causal = 2.0 * batch * heads * width * length * (length + 1), full = 4.0 * batch * heads * width * length * length;
            return Trial.Equal([2.0 * prefill.Macs, 2.0 * (prefill with { Causal = false }).Macs], known ? 137_472_507_904 : causal, known ? 274_877_906_944 : full);
        });

    public static readonly Law DecodeIntensity = new("attention-intensity", "3", LawKind.Equality,
        "Attention in a bf16 decode step does heads/kv_heads operations per byte of cache, whatever batch and context.", chance =>
        {
            int kvHeads = chance.Int(1, 16), group = chance.Int(1, 16), width = 8 * chance.Int(1, 32);
            long batch = chance.Int(1, 64), context = chance.Int(1, 10_000);
            AttentionOperation decode = Attention(batch, 1, context, kvHeads * group, kvHeads, width);
            double bytes = batch * kvHeads * (double)(Bf16.Store(OperandRole.KvKeys, width, context).Bytes + Bf16.Store(OperandRole.KvValues, context, width).Bytes);
            return Trial.Equal(2.0 * decode.Macs / bytes, group);
        });

    public static readonly Law Parameters = new("parameters", "3", LawKind.Equality,
        "A gated dense model has (2 - tied) vocab hidden + layers (attention + 3 hidden ffn + 2 hidden) + hidden parameters.", chance =>
        {
            if (chance.Number < Published.Length) return Trial.Equal(new ModelCounts(Published[chance.Number].Model).Total, Published[chance.Number].Parameters);
            LanguageModel m = Random(chance);
            double perLayer = (double)m.Hidden * m.HeadDim * (2 * m.Heads + 2 * m.KvHeads) + 3.0 * m.Hidden * m.Ffn + 2.0 * m.Hidden;
            return Trial.Equal(new ModelCounts(m).Total, (m.TiedEmbeddings ? 1.0 : 2.0) * m.Vocabulary * m.Hidden + m.Layers * perLayer + m.Hidden);
        });

    public static readonly Law StepMacs = new("step-macs", "3", LawKind.Equality,
        "The products of a decode step multiply every parameter of a matrix product once per sequence.", chance =>
        {
            LanguageModel model = Random(chance);
            long batch = chance.Int(1, 40);
            var step = new ModelWorkload
            {
                Name = "decode",
                Model = model,
                Phase = Phase.Decode,
                Sequences = StepShapes.Of(Phase.Decode, batch, chance.Int(1, 500), 1),
                OutputTokens = 1,
            };
            double macs = step.Expand().Operations.Where(o => o.Operation is GemmOperation).Sum(o => (double)o.Operation.Macs * o.Repeats);
            return Trial.Equal(macs, (double)batch * new ModelCounts(model).MatrixProducts);
        });

    private static LanguageModel Gated(string name, int layers, long hidden, int heads, int kvHeads, int headDim, long ffn, long vocabulary, bool tied = false) => new()
    {
        Name = name,
        Layers = layers,
        Hidden = hidden,
        Heads = heads,
        KvHeads = kvHeads,
        HeadDim = headDim,
        Ffn = ffn,
        Vocabulary = vocabulary,
        MaxContext = 131_072,
        TiedEmbeddings = tied,
    };

    private static LanguageModel Random(Chance chance)
    {
        int kvHeads = chance.Int(1, 8);
        return Gated("random", chance.Int(1, 12), 8 * chance.Int(1, 100), kvHeads * chance.Int(1, 8), kvHeads, 8 * chance.Int(1, 16), 8 * chance.Int(1, 200), chance.Int(10, 5000), chance.Bool());
    }

    private static AttentionOperation Attention(long batch, long queries, long keys, int heads, int kvHeads, int width) => new()
    {
        Name = "attention",
        Shapes = [new AttentionShape(batch, queries, keys)],
        Heads = heads,
        KvHeads = kvHeads,
        QkDim = width,
        VDim = width,
        Query = Bf16,
        KeyValue = Bf16,
        Probability = Bf16,
        Output = Bf16,
    };
}
