using System.Collections.Concurrent;
using System.Collections.Immutable;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Sweeps;

/// <summary>Evaluates the points of a sweep in parallel. Rows come in point order whatever the number of jobs.</summary>
public static class SweepRunner
{
    /// <summary>Runs what the journal has not got.</summary>
    /// <param name="plan">The sweep.</param>
    /// <param name="shard">Which part of it.</param>
    /// <param name="jobs">Threads, at least 1.</param>
    /// <param name="journal">Where finished points are kept, or null to keep none.</param>
    /// <param name="progress">Told the number of finished points, from any thread.</param>
    /// <param name="cancel">Stops between points; finished ones stay in the journal.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ResultTable Run(
        SweepPlan plan, Shard shard, int jobs, SweepJournal? journal, Action<long>? progress, CancellationToken cancel)
    {
        var rows = new ConcurrentDictionary<long, ImmutableArray<ResultRow>>();
        var missing = new List<long>();
        foreach (long point in shard.Of(plan.Points))
        {
            if (journal is not null && journal.Finished.TryGetValue(point, out ImmutableArray<ResultRow> known)) rows[point] = known;
            else missing.Add(point);
        }
        long done = rows.Count;
        progress?.Invoke(done);
        var options = new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancel };
        // One point at a time per thread: costs differ, and a thread that takes a range would leave the others idle at the end.
        var queue = Partitioner.Create(missing, EnumerablePartitionerOptions.NoBuffering);
        try
        {
            Parallel.ForEach(queue, options, point =>
            {
                ImmutableArray<ResultRow> result = plan.Evaluate(point);
                journal?.Append(point, result);
                rows[point] = result;
                progress?.Invoke(Interlocked.Increment(ref done));
            });
        }
        catch (AggregateException errors) when (errors.InnerExceptions.Count > 0)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
        return new ResultTable(plan.AxisNames, [.. rows.OrderBy(r => r.Key).SelectMany(r => r.Value)]);
    }
}
