using System.Collections.Concurrent;
using System.Collections.Immutable;
using AccelSim.Explore.Sweeps;
using AccelSim.Model.Results;
using AccelSim.Tests.Explore.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Sweeps;

public sealed class SweepRunnerTests
{
    // Every third point is left out, and the first points take longest, so that they end last.
    private static ImmutableArray<ResultRow> Evaluate(long point)
    {
        if (point < 3) Thread.Sleep(5);
        return point % 3 == 2 ? [] : [SampleSheets.Row(point, axes: [$"{point}"], values: [(Metrics.Cycles, point)]), SampleSheets.Row(point, axes: [$"{point}"])];
    }

    private static SweepPlan Plan(long points, Func<long, ImmutableArray<ResultRow>>? evaluate = null) => new(points, ["batch"], "f", evaluate ?? Evaluate);

    private static string Text(ResultTable table) => SampleSheets.Text(Model(table));

    private static AccelSim.Explore.Results.ResultSheet Model(ResultTable table) => AccelSim.Explore.Results.ResultSheet.Of(table);

    [Test]
    public void Rows_come_in_point_order_whatever_the_jobs() =>
        Gen.Select(Gen.Long[0, 40], Gen.Int[1, 9]).Sample((points, jobs) =>
        {
            string one = Text(SweepRunner.Run(Plan(points), Shard.Whole, 1, null, null, default));
            Assert.That(Text(SweepRunner.Run(Plan(points), Shard.Whole, jobs, null, null, default)), Is.EqualTo(one));
        }, iter: 20, threads: 1);

    [Test]
    public void A_shard_runs_its_own_points_once_each()
    {
        var seen = new ConcurrentBag<long>();
        SweepRunner.Run(Plan(20, p => { seen.Add(p); return Evaluate(p); }), new Shard(1, 3), 2, null, null, default);
        Assert.That(seen.Order(), Is.EqualTo(new long[] { 1, 4, 7, 10, 13, 16, 19 }));
    }

    [Test]
    public void Progress_counts_every_point_and_no_more_than_there_are()
    {
        var told = new ConcurrentBag<long>();
        SweepRunner.Run(Plan(20), Shard.Whole, 2, null, told.Add, default);
        Assert.That(told.Order(), Is.EqualTo(Enumerable.Range(0, 21).Select(n => (long)n)));
    }

    [Test]
    public void A_cancelled_sweep_runs_only_the_rest_next_time_and_ends_alike()
    {
        string path = Path.Combine(Path.GetTempPath(), $"accelsim-runner-{Guid.NewGuid():N}");
        try
        {
            using var stop = new CancellationTokenSource();
            using (SweepJournal journal = SweepJournal.Open(path, Plan(30), 30, false))
            {
                Assert.That(() => SweepRunner.Run(Plan(30), Shard.Whole, 2, journal, done => { if (done == 10) stop.Cancel(); }, stop.Token), Throws.InstanceOf<OperationCanceledException>());
            }
            var again = new ConcurrentBag<long>();
            using (SweepJournal journal = SweepJournal.Open(path, Plan(30), 30, false))
            {
                Assert.That(journal.Finished, Has.Count.InRange(10, 29));
                ResultTable table = SweepRunner.Run(Plan(30, p => { again.Add(p); return Evaluate(p); }), Shard.Whole, 2, journal, null, default);
                Assert.That(again.Order(), Is.EqualTo(Enumerable.Range(0, 30).Select(n => (long)n).Except(journal.Finished.Keys)));
                Assert.That(Text(table), Is.EqualTo(Text(SweepRunner.Run(Plan(30), Shard.Whole, 1, null, null, default))));
            }
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void What_a_point_throws_comes_out_as_it_was() =>
        Assert.That(() => SweepRunner.Run(Plan(20, p => p == 7 ? throw new TimeoutException("late") : Evaluate(p)), Shard.Whole, 2, null, null, default),
            Throws.TypeOf<TimeoutException>().With.Message.EqualTo("late"));
}
