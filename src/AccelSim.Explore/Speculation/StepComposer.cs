using System.Collections.Concurrent;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation;

/// <summary>Composes a speculative step of passes that a clock has timed: gamma drafts with their selection, catch-up, verification, host.</summary>
public sealed class StepComposer(IPassClock clock)
{
    private readonly ConcurrentDictionary<PassKey, Residency> residencies = new();

    public IPassClock Clock => clock;

    /// <summary>What a pass keeps in memory; equal passes are expanded once.</summary>
    internal Residency Residency(ModelWorkload pass) =>
        residencies.GetOrAdd(PassKey.Of(pass), _ => AccelSim.Model.Workloads.Residency.Of(pass, pass.Expand().Operations));

    /// <summary>One step of a strategy on a batch.</summary>
    /// <exception cref="ArgumentException">The strategy has faults for this target.</exception>
    public SpeculativeStep Step(SpeculationStrategy strategy, SpeculationTarget target)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        ArgumentNullException.ThrowIfNull(target);
        long shortest = target.Sequences.Min(s => s.Context);
        if (strategy.Faults(target.Model, shortest).FirstOrDefault() is { Key: not null } fault) throw new ArgumentException($"{fault.Key}: {fault.Message}", nameof(strategy));
        bool speculates = strategy.Draft != DraftKind.None && strategy.VerifyTokens > 1;
        PassTime plain = clock.Pass(target.Pass(Phase.Decode, 1));
        var draft = new DraftPasses(strategy, target, this);
        return new SpeculativeStep
        {
            Strategy = strategy,
            Batch = target.Batch,
            Context = target.MeanContext,
            Autoregressive = plain,
            Draft = speculates ? draft.All() : PassTime.None,
            Selection = speculates ? draft.Selection() : PassTime.None,
            Verify = speculates ? clock.Pass(target.Pass(Phase.Verify, strategy.VerifyTokens)) : plain,
            HostMs = speculates ? target.HostMs : 0,
            TokensPerStep = speculates ? strategy.TokensPerStep(target.MeanContext) : 1,
            Memory = draft.Memory(),
        };
    }

    /// <summary>Time to the first token of one sequence whose prompt is the longest context: prefill, and what the draft's cache costs once.</summary>
    public PassTime FirstToken(SpeculationStrategy strategy, SpeculationTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        SpeculationTarget one = target.With(1, target.Sequences.Max(s => s.Context));
        return clock.Pass(one.Pass(Phase.Prefill, one.MeanContext)) + new DraftPasses(strategy, one, this).Once();
    }
}
