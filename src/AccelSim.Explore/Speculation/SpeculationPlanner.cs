using System.Collections.Immutable;
using AccelSim.Model.Pairs;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation;

/// <summary>Tries strategies, budgets and draft lengths on one machine; every combination is a pure function of its place, whatever the number of threads.</summary>
/// <param name="composer">Times the steps; passes that combinations share are timed once.</param>
/// <param name="capacity">Bytes of memory per chip.</param>
public sealed class SpeculationPlanner(StepComposer composer, long capacity)
{
    /// <param name="target">Model, formats and chips; its batch is replaced by that of each combination.</param>
    /// <param name="axes">What is combined.</param>
    /// <param name="jobs">Threads.</param>
    /// <param name="stop">Ends the work early.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Plan Plan(SpeculationTarget target, PlanAxes axes, int jobs, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(axes);
        PlanPoint[] points = [.. axes.Points()];
        var rows = new PlanRow[points.Length];
        Parallel.For(0, points.Length, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, jobs), CancellationToken = stop }, i => rows[i] = Row(target, points[i]));
        return new Plan([.. rows]);
    }

    /// <summary>One combination.</summary>
    public PlanRow Row(SpeculationTarget target, PlanPoint point)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(point);
        SpeculationTarget batch = target.With(point.Batch, point.Context);
        if (point.Strategy.VerifyTokens > point.Context) return new(point, null, $"{point.Strategy.VerifyTokens} tokens to verify are more than the context of {point.Context}");
        try
        {
            SpeculativeStep step = composer.Step(point.Strategy, batch);
            return new(point, step, step.Memory.Fault(capacity) ?? "");
        }
        catch (Exception error) when (error is InfeasibleException or ArgumentException)
        {
            return new(point, null, error.Message.ReplaceLineEndings(" "));
        }
    }
}
