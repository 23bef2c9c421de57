using AccelSim.Model.Operations;

namespace AccelSim.Tests.Engine;

/// <summary>Attention of Llama-3.1-8B: 32 heads, 8 of keys and values, 128 wide.</summary>
internal static class Attentions
{
    public static AttentionOperation Decode(long batch, long context, string cache, long queries = 1) => Of(new AttentionShape(batch, queries, context), cache);

    public static AttentionOperation Prefill(long length, string cache = "bf16") => Of(new AttentionShape(1, length, length), cache);

    private static AttentionOperation Of(AttentionShape shape, string cache) => new()
    {
        Name = "attention",
        Shapes = [shape],
        Heads = 32,
        KvHeads = 8,
        QkDim = 128,
        VDim = 128,
        Query = NamedFormat.Of("bf16"),
        KeyValue = NamedFormat.Of(cache),
        Probability = NamedFormat.Of("bf16"),
        Output = NamedFormat.Of("bf16"),
    };
}
