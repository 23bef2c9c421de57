using System.Collections.Immutable;

namespace AccelSim.Model.Workloads;

/// <summary>
/// The weight matrices of a model, layer by layer: the one list from which operations, parameter counts and resident bytes are made.
/// Tensor parallelism cuts by heads and by ffn columns; down projections to a rank are held by every chip (they belong to no head).
/// </summary>
public static class LayerMatrices
{
    /// <param name="model">The model.</param>
    /// <param name="layer">From 0.</param>
    /// <param name="tensorParallel">Chips that share the layer.</param>
    /// <param name="absorbed">Latent attention: the latent's up projection is split into matrices applied to queries and to outputs.</param>
    public static ImmutableArray<WeightMatrix> Of(LanguageModel model, int layer, int tensorParallel = 1, bool absorbed = false)
    {
        ArgumentNullException.ThrowIfNull(model);
        IEnumerable<WeightMatrix> feedForward = model.HasExperts(layer) ? Experts(model, tensorParallel) : Dense(model, tensorParallel);
        return [.. Attention(model, tensorParallel, absorbed), .. feedForward];
    }

    /// <summary>The output head: hidden by vocabulary, columns filled up to a multiple of the chips.</summary>
    public static WeightMatrix Head(LanguageModel model, int tensorParallel = 1) =>
        new("lm_head", model.Hidden, (model.Vocabulary + tensorParallel - 1) / tensorParallel);

    /// <summary>Key-value heads on one chip; replicated when there are more chips than heads.</summary>
    public static int KvHeadsPerChip(LanguageModel model, int tensorParallel) => Math.Max(1, model.KvHeads / tensorParallel);

    private static IEnumerable<WeightMatrix> Attention(LanguageModel model, int tensorParallel, bool absorbed)
    {
        long heads = model.Heads / tensorParallel;
        if (model.Latent is not { } latent)
        {
            yield return new("qkv_proj", model.Hidden, (heads + 2L * KvHeadsPerChip(model, tensorParallel)) * model.HeadDim);
            yield return new("o_proj", heads * model.HeadDim, model.Hidden);
            yield break;
        }
        if (latent.QRank > 0)
        {
            yield return new("qkv_a_proj", model.Hidden, latent.QRank + latent.CacheDim);
            yield return new("q_b_proj", latent.QRank, heads * latent.QkDim);
        }
        else
        {
            yield return new("q_proj", model.Hidden, heads * latent.QkDim);
            yield return new("kv_a_proj", model.Hidden, latent.CacheDim);
        }
        if (absorbed)
        {
            yield return new("q_absorbed_proj", heads, latent.NopeDim, latent.KvRank, heads);
            yield return new("v_absorbed_proj", heads, latent.KvRank, latent.VDim, heads);
        }
        else
        {
            yield return new("kv_b_proj", latent.KvRank, heads * (latent.NopeDim + latent.VDim));
        }
        yield return new("o_proj", heads * latent.VDim, model.Hidden);
    }

    private static IEnumerable<WeightMatrix> Dense(LanguageModel model, int tensorParallel)
    {
        yield return new(UpName(model), model.Hidden, (model.FfnMatrices - 1) * (model.Ffn / tensorParallel));
        yield return new("down_proj", model.Ffn / tensorParallel, model.Hidden);
    }

    private static IEnumerable<WeightMatrix> Experts(LanguageModel model, int tensorParallel)
    {
        MixtureOfExperts moe = model.Experts!;
        long ffn = moe.ExpertFfn / tensorParallel;
        long up = (model.FfnMatrices - 1) * ffn;
        yield return new("router", model.Hidden, moe.Experts);
        yield return new("experts." + UpName(model), moe.Experts, model.Hidden, up, moe.Active);
        yield return new("experts.down_proj", moe.Experts, ffn, model.Hidden, moe.Active);
        if (moe.Shared == 0)
            yield break;
        yield return new("shared_experts." + UpName(model), model.Hidden, moe.Shared * up);
        yield return new("shared_experts.down_proj", moe.Shared * ffn, model.Hidden);
    }

    private static string UpName(LanguageModel model) => model.FfnMatrices == 3 ? "gate_up_proj" : "up_proj";
}
