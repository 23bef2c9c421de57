using AccelSim.Model.Formats;

namespace AccelSim.Model.Workloads;

/// <summary>Bits of a model's key-value cache; latent attention stores its latent once in the layout of keys.</summary>
public static class KvCache
{
    /// <summary>
    /// Exact bytes of one sequence on one chip: every layer's keys and values rounded up to whole bytes; sliding layers keep their window only.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">Tokens of the sequence.</param>
    /// <param name="format">Cache format of a layer.</param>
    /// <param name="tensorParallel">Chips that share the heads.</param>
    public static long Bytes(LanguageModel model, long tokens, Func<int, NumberFormat> format, int tensorParallel = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(format);
        long bytes = 0;
        for (int layer = 0; layer < model.Layers; layer++)
        {
            long kept = model.IsSliding(layer) ? Math.Min(tokens, model.Window!.Tokens) : tokens;
            bytes += LayerBytes(model, kept, format(layer), LayerMatrices.KvHeadsPerChip(model, tensorParallel));
        }
        return bytes;
    }

    /// <summary>
    /// Bytes that one more token of a long sequence adds over all layers, scales included and windows ignored: a whole number unless
    /// groups along tokens share a scale.
    /// </summary>
    public static double BytesPerToken(LanguageModel model, NumberFormat format)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(format);
        // A granule more, so that groups and blocks along tokens are whole; eight, so that bytes are.
        long tokens = 8L * format.Granule;
        long added = LayerBytes(model, 2 * tokens, format, model.KvHeads) - LayerBytes(model, tokens, format, model.KvHeads);
        return (double)(model.Layers * added) / tokens;
    }

    /// <summary>Keys and values of one layer and sequence.</summary>
    public static long LayerBytes(LanguageModel model, long tokens, NumberFormat format, int kvHeads)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(format);
        if (model.Latent is { } latent)
            return format.Store(OperandRole.KvKeys, latent.CacheDim, tokens).Bytes;
        return format.Store(OperandRole.KvKeys, model.HeadDim, tokens * kvHeads).Bytes
            + format.Store(OperandRole.KvValues, tokens, (long)kvHeads * model.HeadDim).Bytes;
    }
}
