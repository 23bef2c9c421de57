using System.Collections.Immutable;
using AccelSim.Engine.Results;
using AccelSim.Model.Results;

namespace AccelSim.Cli.Points;

/// <summary>Rows of a point: the total, after its operations where they are wanted.</summary>
internal static class StepRows
{
    public static ImmutableArray<ResultRow> Of(long point, string machine, string workload, ImmutableArray<string> axes, StepRun run, bool operations)
    {
        var rows = ImmutableArray.CreateBuilder<ResultRow>();
        if (operations)
        {
            foreach (StepOperation operation in run.Operations)
            {
                rows.Add(new ResultRow(point, machine, workload, operation.Result.Operation.Name, operation.Repeats, PointStatus.Ok,
                    operation.Result.Note, axes, operation.Metrics));
            }
        }
        rows.Add(new ResultRow(point, machine, workload, "total", 1, PointStatus.Ok, run.Notes, axes, run.Total));
        return rows.ToImmutable();
    }

    /// <summary>The row of a point without a result.</summary>
    public static ImmutableArray<ResultRow> Without(long point, string machine, string workload, ImmutableArray<string> axes, PointStatus status, string reason) =>
        [new ResultRow(point, machine, workload, "total", 1, status, reason, axes, new MetricValues())];
}
