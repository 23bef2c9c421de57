using System.Collections.Immutable;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>Everything that the planner tried, in the order of its axes.</summary>
public sealed record Plan(ImmutableArray<PlanRow> Rows)
{
    /// <summary>Rows of one context and batch.</summary>
    public IEnumerable<PlanRow> Of(long context, long batch) => Rows.Where(r => r.Point.Context == context && r.Point.Batch == batch);

    /// <summary>Decoding without a draft.</summary>
    public PlanRow? Autoregressive(long context, long batch) => Of(context, batch).FirstOrDefault(r => r.Point.Strategy.Draft == DraftKind.None);

    /// <summary>The fastest that runs; the earlier on a tie. Null when nothing fits.</summary>
    public PlanRow? Best(long context, long batch) => Fastest(Of(context, batch));

    /// <summary>The fastest of each strategy, by name.</summary>
    public IEnumerable<PlanRow> BestOfEach(long context, long batch) =>
        Of(context, batch).GroupBy(r => r.Point.Strategy.Name).Select(g => Fastest(g) ?? g.First());

    /// <summary>
    /// How much slower the chosen combination is than the best one would be, were all rates of acceptance higher or lower by so much; from 0.
    /// </summary>
    public double Regret(PlanRow chosen, double moved)
    {
        ArgumentNullException.ThrowIfNull(chosen);
        double best = Of(chosen.Point.Context, chosen.Point.Batch).Where(r => r.Runs).Max(r => r.SpeedupAt(moved));
        return 1 - chosen.SpeedupAt(moved) / best;
    }

    private static PlanRow? Fastest(IEnumerable<PlanRow> rows) => rows.Where(r => r.Runs).MaxBy(r => r.Step!.Speedup);
}
