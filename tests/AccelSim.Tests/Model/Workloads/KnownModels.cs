using AccelSim.Model.Workloads;

namespace AccelSim.Tests.Model.Workloads;

/// <summary>Models whose counts are known to the last parameter, and random small ones.</summary>
internal static class KnownModels
{
    public static LanguageModel Llama3 { get; } = new()
    {
        Name = "llama-3.1-8b",
        Layers = 32,
        Hidden = 4096,
        Heads = 32,
        KvHeads = 8,
        HeadDim = 128,
        Ffn = 14336,
        Vocabulary = 128256,
        MaxContext = 131072,
    };

    public static LanguageModel Llama2 { get; } = new()
    {
        Name = "llama-2-7b",
        Layers = 32,
        Hidden = 4096,
        Heads = 32,
        KvHeads = 32,
        HeadDim = 128,
        Ffn = 11008,
        Vocabulary = 32000,
        MaxContext = 4096,
    };

    public static LanguageModel DeepSeek { get; } = new()
    {
        Name = "deepseek-v3",
        Layers = 61,
        Hidden = 7168,
        Heads = 128,
        KvHeads = 128,
        HeadDim = 192,
        Ffn = 18432,
        Vocabulary = 129280,
        MaxContext = 163840,
        Latent = new LatentAttention(QRank: 1536, KvRank: 512, NopeDim: 128, RopeDim: 64, VDim: 128),
        Experts = new MixtureOfExperts(256, 8, 2048, Shared: 1, DenseLayers: 3),
    };
}
