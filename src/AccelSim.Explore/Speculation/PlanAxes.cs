using System.Collections.Immutable;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>What the planner combines.</summary>
/// <param name="Contexts">Tokens per sequence.</param>
/// <param name="Batches">Sequences.</param>
/// <param name="Gammas">Draft lengths; a strategy with a tree has its own.</param>
/// <param name="Budgets">Tokens in the draft's cache, for strategies that have one; those beyond a context are left out there.</param>
/// <param name="Strategies">Without the autoregressive one, which stands in every group.</param>
public sealed record PlanAxes(ImmutableArray<long> Contexts, ImmutableArray<long> Batches, ImmutableArray<int> Gammas, ImmutableArray<long> Budgets, ImmutableArray<SpeculationStrategy> Strategies)
{
    /// <summary>Every combination in order: context, batch, strategy, budget, gamma; the autoregressive one first in each group.</summary>
    public IEnumerable<PlanPoint> Points()
    {
        foreach (long context in Contexts)
        {
            foreach (long batch in Batches)
            {
                yield return new(context, batch, SpeculationStrategy.Autoregressive);
                foreach (SpeculationStrategy strategy in Strategies.SelectMany(s => Variants(s, context))) yield return new(context, batch, strategy);
            }
        }
    }

    private IEnumerable<SpeculationStrategy> Variants(SpeculationStrategy strategy, long context)
    {
        IEnumerable<long> budgets = strategy.HasBudget ? Budgets.Where(b => b <= context) : [strategy.Budget];
        foreach (long budget in budgets)
        {
            foreach (int gamma in strategy.Tree is { } tree ? [tree.Depth] : Gammas.Select(g => Math.Min(g, strategy.MostGamma)).Distinct()) yield return strategy with { Budget = budget, Gamma = gamma };
        }
    }
}
