using System.Collections.Immutable;
using AccelSim.Explore.Plots;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>Pictures of a plan.</summary>
public static class SpeculationPlots
{
    private static readonly PlotAxis Batch = new("Batch", "sequences", Log: true), Speedup = new("Speed-up over autoregressive", Log: false);

    /// <summary>Draws all pictures of a grid.</summary>
    public static void Write(Plan plan, SpeculationGrid grid, Action<string, Picture> write)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(write);
        if (!plan.Rows.Any(r => r.Runs)) return;
        write("speedup-over-batch.png", OverBatch(plan, grid));
        if (Speculating(plan, grid) is not { } shown) return;
        write("speedup-over-gamma.png", OverGamma(plan, grid, shown.Batch));
        if (grid.Axes.Strategies.Any(s => s.HasBudget)) write("speedup-over-budget.png", OverBudget(plan, grid, shown.Batch));
        write("latency-throughput.png", Front(plan, grid));
    }

    /// <summary>Best strategy at every batch, a line a context; memory ends a line.</summary>
    public static Picture OverBatch(Plan plan, SpeculationGrid grid) => LinePlot.Draw("Best strategy at each batch, by context", Batch, Speedup,
        [.. grid.Axes.Contexts.Select(c => PlotSeries.Of(FormattableString.Invariant($"{c} tokens"), grid.Axes.Batches.Select(b => ((double)b, FastestDraft(plan.Of(c, b))?.Step!.Speedup ?? double.NaN)))).Where(HasPoints)]);

    private static Picture OverGamma(Plan plan, SpeculationGrid grid, long batch) => LinePlot.Draw(
        FormattableString.Invariant($"Draft length at batch {batch}, context {grid.Context}, best budget"), new PlotAxis("Draft length", "tokens", Log: false), Speedup,
        ByStrategy(grid, s => grid.Axes.Gammas.Order().Select(g => ((double)g, Best(plan, grid, batch, s, r => r.Point.Strategy.Gamma == g)))));

    private static Picture OverBudget(Plan plan, SpeculationGrid grid, long batch) => LinePlot.Draw(
        FormattableString.Invariant($"KV budget at batch {batch}, context {grid.Context}, best draft length"), new PlotAxis("KV budget", "tokens", Log: true), Speedup,
        ByStrategy(grid, s => s.HasBudget ? grid.Axes.Budgets.Order().Select(k => ((double)k, Best(plan, grid, batch, s, r => r.Point.Strategy.Budget == k))) : []));

    /// <summary>Time per token against throughput over batches, with and without speculation.</summary>
    private static Picture Front(Plan plan, SpeculationGrid grid)
    {
        return LinePlot.Draw(FormattableString.Invariant($"Latency and throughput at context {grid.Context}, a point a batch"), new PlotAxis("Time per token of a sequence", "ms"), new PlotAxis("Throughput", "tokens/s"),
            [
                .. new[]
                {
                    PlotSeries.Of("autoregressive", Growing(grid, b => plan.Autoregressive(grid.Context, b))),
                    PlotSeries.Of("best strategy", Growing(grid, b => plan.Best(grid.Context, b))),
                }.Where(HasPoints),
            ]);
    }

    /// <summary>The same for every format: a line without and a line with the best strategy.</summary>
    public static Picture Combined(ImmutableArray<(string Format, Plan Plan)> fronts, SpeculationGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var series = ImmutableArray.CreateBuilder<PlotSeries>();
        foreach ((string format, Plan plan) in fronts)
        {
            foreach ((string name, Func<long, PlanRow?> row) in (IEnumerable<(string, Func<long, PlanRow?>)>)[($"{format}", b => plan.Autoregressive(grid.Context, b)), ($"{format}, speculative", b => plan.Best(grid.Context, b))])
                series.Add(PlotSeries.Of(name, Growing(grid, row)));
        }
        return LinePlot.Draw(FormattableString.Invariant($"Formats and speculation at context {grid.Context}, a point a batch"), new PlotAxis("Time per token of a sequence", "ms"), new PlotAxis("Throughput", "tokens/s"), [.. series.Where(HasPoints)]);
    }

    /// <summary>Time per token and throughput of the batches that run and gain throughput: where memory leaves only a slow strategy the front has ended.</summary>
    private static IEnumerable<(double, double)> Growing(SpeculationGrid grid, Func<long, PlanRow?> row)
    {
        double most = 0;
        foreach (SpeculativeStep step in grid.Axes.Batches.Order().Select(row).Where(r => r is { Runs: true }).Select(r => r!.Step!))
        {
            if (step.TokensPerSecond <= most) continue;
            most = step.TokensPerSecond;
            yield return (step.TimePerTokenMs, most);
        }
    }

    private static ImmutableArray<PlotSeries> ByStrategy(SpeculationGrid grid, Func<SpeculationStrategy, IEnumerable<(double, double)>> points) =>
        [.. grid.Axes.Strategies.Select(s => PlotSeries.Of(s.Name, points(s))).Where(HasPoints)];

    private static double Best(Plan plan, SpeculationGrid grid, long batch, SpeculationStrategy strategy, Func<PlanRow, bool> which) =>
        plan.Of(grid.Context, batch).Where(r => r.Runs && r.Point.Strategy.Name == strategy.Name && which(r)).Max(r => (double?)r.Step!.Speedup) ?? double.NaN;

    private static PlanRow? FastestDraft(IEnumerable<PlanRow> rows) => rows.Where(r => r.Runs && r.Point.Strategy.Draft != DraftKind.None).MaxBy(r => r.Step!.Speedup);

    /// <summary>The batch asked, or the largest below it at which a draft fits.</summary>
    private static (long Batch, PlanRow Row)? Speculating(Plan plan, SpeculationGrid grid)
    {
        foreach (long batch in grid.Axes.Batches.Where(b => b <= grid.Batch).OrderDescending())
        {
            if (FastestDraft(plan.Of(grid.Context, batch)) is { } row) return (batch, row);
        }
        return null;
    }

    private static bool HasPoints(PlotSeries series) => series.Points.Any(p => double.IsFinite(p.X) && double.IsFinite(p.Y));
}
