namespace AccelSim.Model.Workloads;

/// <summary>The shape of a decoder-only language model: everything that decides its operations, weights and cache, and no values.</summary>
public sealed record LanguageModel
{
    /// <summary>Counts walk over the layers.</summary>
    private const int MostLayers = 10_000;

    public required string Name { get; init; }

    public required int Layers { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required long Hidden { get; init; }

    /// <summary>Query heads; heads times head_dim need not equal <see cref="Hidden"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>Key-value heads; divides <see cref="Heads"/>.</summary>
    public required int KvHeads { get; init; }

    public required int HeadDim { get; init; }

    /// <summary>Inner width of a dense feed-forward block.</summary>
    public required long Ffn { get; init; }

    /// <summary>3 with a gate, 2 without.</summary>
    public int FfnMatrices { get; init; } = 3;

    public ActivationFunction Activation { get; init; } = ActivationFunction.SwiGlu;

    public required long Vocabulary { get; init; }

    public required long MaxContext { get; init; }

    public SlidingWindow? Window { get; init; }

    public MixtureOfExperts? Experts { get; init; }

    public LatentAttention? Latent { get; init; }

    /// <summary>The output head is the input embedding.</summary>
    public bool TiedEmbeddings { get; init; }

    /// <summary>Queries, keys and values have a bias (Qwen2).</summary>
    public bool QkvBias { get; init; }

    /// <summary>Queries and keys are normalised per head before RoPE (Qwen3, Gemma 3).</summary>
    public bool QkNorm { get; init; }

    public AttentionKind Attention =>
        Latent is not null ? AttentionKind.Latent : Heads == KvHeads ? AttentionKind.MultiHead : AttentionKind.GroupedQuery;

    public bool IsSliding(int layer) => Window?.Covers(layer) ?? false;

    public bool HasExperts(int layer) => Experts is { } experts && layer >= experts.DenseLayers;

    /// <summary>Every way in which the numbers contradict each other, by the key of a model file; none for a model that can be expanded.</summary>
    public IEnumerable<(string Key, string Message)> Faults()
    {
        List<(string Key, string Message)> found = [.. Contradictions()];
        if (found.Count == 0 && WorkloadLimits.Fault(this) is { } tooLarge)
            found.Add(("layers", tooLarge));
        return found;
    }

    private IEnumerable<(string Key, string Message)> Contradictions()
    {
        foreach ((string key, long value) in Positives())
        {
            if (value < 1)
                yield return (key, $"is {value}; it must be at least 1");
        }
        if (Layers > MostLayers)
            yield return ("layers", $"is {Layers}; at most {MostLayers} are allowed");
        if (KvHeads > 0 && Heads % KvHeads != 0)
            yield return ("kv_heads", $"{KvHeads} key-value heads do not divide the {Heads} heads");
        if (FfnMatrices is not (2 or 3))
            yield return ("ffn_matrices", $"is {FfnMatrices}; allowed are 3 (with a gate) and 2");
        bool gated = Activation is ActivationFunction.SwiGlu or ActivationFunction.GeGlu or ActivationFunction.SwiGluClamped;
        if ((FfnMatrices == 3) != gated)
            yield return ("activation", $"{Activation} does not go with {FfnMatrices} ffn matrices; gated functions have 3, the others 2");
        if (Window is { } window && (window.SlidingRun < 1 || window.FullRun < 0))
            yield return ("window", $"a pattern of {window.SlidingRun} sliding and {window.FullRun} full layers; at least 1 must slide");
        if (Latent is { QRank: < 0 })
            yield return ("latent.q_rank", $"is {Latent.QRank}; it must be at least 0");
        if (Experts is not { } moe)
            yield break;
        if (moe.Active > moe.Experts)
            yield return ("experts.active", $"{moe.Active} of {moe.Experts} experts; no more than all of them can be active");
        if (moe.Shared < 0)
            yield return ("experts.shared", $"is {moe.Shared}; it must be at least 0");
        if (moe.DenseLayers < 0 || moe.DenseLayers > Layers)
            yield return ("experts.dense_layers", $"is {moe.DenseLayers}; it must be from 0 to the {Layers} layers");
    }

    private IEnumerable<(string Key, long Value)> Positives()
    {
        yield return ("layers", Layers);
        yield return ("hidden", Hidden);
        yield return ("heads", Heads);
        yield return ("kv_heads", KvHeads);
        yield return ("head_dim", HeadDim);
        yield return ("ffn", Ffn);
        yield return ("vocabulary", Vocabulary);
        yield return ("max_context", MaxContext);
        if (Window is { } window)
            yield return ("window.tokens", window.Tokens);
        if (Latent is { } latent)
        {
            yield return ("latent.kv_rank", latent.KvRank);
            yield return ("latent.nope_dim", latent.NopeDim);
            yield return ("latent.rope_dim", latent.RopeDim);
            yield return ("latent.v_dim", latent.VDim);
        }
        if (Experts is { } moe)
        {
            yield return ("experts.count", moe.Experts);
            yield return ("experts.active", moe.Active);
            yield return ("experts.ffn", moe.ExpertFfn);
        }
    }
}
