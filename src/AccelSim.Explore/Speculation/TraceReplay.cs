using System.Collections.Immutable;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>
/// Times the steps of an acceptance trace on a machine: the trace says how many sequences a step has, how long they are, how many tokens were drafted
/// and how many accepted; the simulator says what such a step takes.
/// </summary>
public sealed class TraceReplay(StepComposer composer)
{
    /// <param name="strategy">Who drafts; its gamma is replaced by what each step drafted.</param>
    /// <param name="target">Model, formats and chips.</param>
    /// <param name="trace">In any order.</param>
    public TraceReplayResult Run(SpeculationStrategy strategy, SpeculationTarget target, ImmutableArray<AcceptanceStep> trace)
    {
        ArgumentNullException.ThrowIfNull(strategy);
        var steps = new AnchoredSteps(composer, target);
        double ms = 0, plainMs = 0;
        long count = 0;
        foreach (IGrouping<long, AcceptanceStep> step in trace.GroupBy(r => r.Step).OrderBy(g => g.Key))
        {
            long batch = step.Count(), context = (long)Math.Ceiling(step.Average(r => (double)r.Context + 1));
            // A batch drafts in lockstep: the longest draft sets the passes.
            int drafted = step.Max(r => r.Drafted);
            SpeculationStrategy used = drafted == 0 ? SpeculationStrategy.Autoregressive : strategy with { Gamma = drafted, Tree = null, Budget = Math.Min(strategy.Budget, context) };
            (double speculative, double plain) = steps.At(used, batch, context);
            ms += speculative;
            // Without a draft the same tokens take as many steps as the sequences need on average.
            plainMs += plain * step.Average(r => r.Tokens);
            count++;
        }
        return new TraceReplayResult(count, trace.Select(r => r.Sequence).Distinct().Count(), trace.Sum(r => (long)r.Tokens), trace.Sum(r => (long)r.Drafted), trace.Sum(r => (long)r.Accepted), ms, plainMs, trace.Length);
    }
}
