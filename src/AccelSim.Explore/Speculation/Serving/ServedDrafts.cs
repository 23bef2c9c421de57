using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation.Serving;

/// <summary>Seconds that drafting adds to a step, selection and host included; simulated once for each batch and cache length.</summary>
internal sealed class ServedDrafts(StepComposer composer, SpeculationTarget target, SpeculationStrategy strategy)
{
    private readonly Dictionary<(long Batch, long Context), double> known = [];

    public double Seconds(IReadOnlyCollection<ServedSequence> generating)
    {
        if (strategy.Draft == DraftKind.None || strategy.VerifyTokens == 1 || generating.Count == 0) return 0;
        // Beyond the budget a static cache does not grow; everything else is asked at sixteenths of an octave.
        double mean = generating.Average(s => (double)s.Context);
        bool isStatic = strategy.HasBudget && strategy.Policy is KvPolicy.StreamingLlm or KvPolicy.SnapKv;
        long context = isStatic && mean >= strategy.Budget ? strategy.Budget : Rounded(Math.Max(mean, strategy.VerifyTokens));
        if (known.TryGetValue((generating.Count, context), out double seconds)) return seconds;
        SpeculativeStep step = composer.Step(strategy with { Budget = Math.Min(strategy.Budget, context) }, target.With(generating.Count, Math.Max(context, strategy.VerifyTokens)));
        return known[(generating.Count, context)] = (step.DraftMs + step.HostMs) * 1e-3;
    }

    private static long Rounded(double tokens) => (long)Math.Round(Math.Pow(2, Math.Round(Math.Log2(tokens) * 16) / 16));
}
