using System.Collections.Immutable;

namespace AccelSim.Explore.Speculation;

/// <summary>What the plots show: a grid around the case that was asked.</summary>
/// <param name="Axes">Contexts, batches, draft lengths and budgets of the plots.</param>
/// <param name="Context">Context of the plots over anything else.</param>
/// <param name="Batch">Batch of the plots over anything else.</param>
public sealed record SpeculationGrid(PlanAxes Axes, long Context, long Batch)
{
    private static readonly ImmutableArray<long> Contexts = [1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072];
    private static readonly ImmutableArray<long> Batches = [1, 2, 4, 8, 16, 32, 64, 128];
    private static readonly ImmutableArray<int> FewGammas = [1, 2, 4, 8];

    /// <summary>The fronts over formats: one context, fewer draft lengths.</summary>
    public PlanAxes Combined => Axes with { Contexts = [Context], Gammas = FewGammas, Budgets = [.. Axes.Budgets.Where((_, i) => i % 2 == 1)] };

    public static SpeculationGrid Of(SpeculationTarget target, PlanAxes asked)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(asked);
        long context = asked.Contexts.Max(), batch = asked.Batches.Max();
        PlanAxes axes = asked with
        {
            Contexts = [.. Contexts.Concat(asked.Contexts).Where(c => c <= target.Model.MaxContext).Distinct().Order()],
            Batches = [.. Batches.Concat(asked.Batches).Distinct().Order()],
        };
        return new SpeculationGrid(axes, context, batch);
    }
}
