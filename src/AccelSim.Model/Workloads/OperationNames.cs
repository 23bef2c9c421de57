namespace AccelSim.Model.Workloads;

/// <summary>The dotted names of a model's operations to which formats can be given.</summary>
public static class OperationNames
{
    /// <summary>Every name, both forms of latent attention included.</summary>
    public static IEnumerable<string> Of(LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return Enumerable.Range(0, model.Layers).SelectMany(layer => Within(model, layer).Select(name => $"layers.{layer}.{name}")).Append("lm_head");
    }

    /// <summary>The names in words, each once: <c>layers.0-31. followed by ..., and lm_head</c>.</summary>
    public static string Summary(LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        IEnumerable<string> names = Within(model, 0).Concat(Within(model, model.Layers - 1)).Distinct();
        return $"lm_head and, after layers.0 to layers.{model.Layers - 1}, {string.Join(", ", names)}";
    }

    private static IEnumerable<string> Within(LanguageModel model, int layer)
    {
        IEnumerable<string> matrices = LayerMatrices.Of(model, layer).Select(m => m.Name);
        if (model.Latent is not null)
            matrices = matrices.Concat(LayerMatrices.Of(model, layer, absorbed: true).Select(m => m.Name)).Distinct();
        return matrices.Append("attention");
    }
}
