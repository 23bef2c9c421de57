using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>
/// Sizes beyond which 64-bit counts of multiplications or bits could overflow, judged in floating point before anything is counted exactly.
/// Ten sequences of a million tokens through a model of 400 billion parameters stay below.
/// </summary>
internal static class WorkloadLimits
{
    private const double MostParameters = 1e15;
    private const double MostMacs = 4e18;
    private const double MostElements = 1e17;

    /// <summary>Draws of the expert assignment take about a second at this number of tokens.</summary>
    private const long MostRoutedTokens = 1L << 24;

    /// <summary>Why a model's weights cannot be counted, or null; its other numbers are in order.</summary>
    public static string? Fault(LanguageModel model)
    {
        double parameters = Parameters(model);
        return parameters > MostParameters ? FormattableString.Invariant($"{parameters:0.##e+0} parameters; at most {MostParameters:0e+0} are allowed") : null;
    }

    /// <summary>What of a step is too large to be counted.</summary>
    public static IEnumerable<(string Key, string Message)> Faults(ModelWorkload workload)
    {
        LanguageModel model = workload.Model;
        double tokens = workload.Sequences.Sum(s => (double)s.Count * s.QLen);
        double cached = workload.Sequences.Sum(s => (double)s.Count * workload.CacheTokens(s));
        double pairs = workload.Sequences.Sum(s => (double)s.Count * s.QLen * s.KvLen);
        double width = model.Latent is { } latent ? 2.0 * latent.CacheDim + latent.QkDim + latent.VDim : 2.0 * model.HeadDim;
        double macs = tokens * Parameters(model) + pairs * model.Layers * model.Heads * width;
        if (macs > MostMacs)
            yield return ("batch", FormattableString.Invariant($"a step of {macs:0.##e+0} multiplications; at most {MostMacs:0e+0} are allowed"));
        double widest = Enumerable.Range(0, model.Layers).SelectMany(l => LayerMatrices.Of(model, l)).Append(LayerMatrices.Head(model))
            .Max(m => (double)m.Used * Math.Max(m.K, m.N));
        double elements = Math.Max(tokens * widest, cached * model.Layers * model.KvHeads * width);
        if (elements > MostElements)
            yield return ("batch", FormattableString.Invariant($"tensors of {elements:0.##e+0} elements; at most {MostElements:0e+0} are allowed"));
        if (model.Experts is not null && tokens > MostRoutedTokens)
            yield return ("batch", FormattableString.Invariant($"{tokens:0} tokens to assign to experts; at most {MostRoutedTokens} are allowed"));
    }

    private static double Parameters(LanguageModel model) =>
        2.0 * model.Vocabulary * model.Hidden
        + Enumerable.Range(0, model.Layers).Sum(layer => LayerMatrices.Of(model, layer).Sum(m => (double)m.Count * m.K * m.N));
}
