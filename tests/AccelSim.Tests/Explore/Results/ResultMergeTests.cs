using AccelSim.Explore.Results;
using AccelSim.Model.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Explore.Results;

public sealed class ResultMergeTests
{
    private static Provenance Made(long points, string? shard = null, long seed = 1, string hash = "aa") =>
        new(["sweep", "s.yaml"], "0.1.0", [new InputFile("s.yaml", hash)], seed, "fast", points, new PointCounts(0, 0, 0), shard);

    private static ResultSheet Points(params long[] points) =>
        SampleSheets.Sheet(["batch"], [.. points.Select(p => SampleSheets.Row(p, axes: [$"{p}"], values: [(Metrics.Cycles, p)]))]);

    private static string[] Problems(params ShardTable[] shards) => [.. ResultMerge.Combine(shards).Problems];

    [Test]
    public void Merged_shards_are_the_bytes_of_one_process() =>
        Gen.Select(SampleSheets.Any, Gen.Int[1, 5], Gen.Int[1, 3], Gen.Int[0, 1000]).Sample((sheet, shards, operations, seed) =>
        {
            // One point per row of the random sheet, each with its operation rows, in point order.
            ResultSheet rows = sheet.Select(Enumerable.Range(0, sheet.Rows.Length).SelectMany(r => Enumerable.Repeat(r, operations)));
            ResultSheet whole = rows with
            {
                Table = rows.Table with { Rows = [.. rows.Rows.Select((r, i) => r with { Point = i / operations, Operation = $"op{i % operations}" })] },
            };
            ShardTable[] parts = [.. Enumerable.Range(0, shards).Select(s => new ShardTable($"shard{s}",
                SampleSheets.Read(SampleSheets.Text(whole.Select(Enumerable.Range(0, whole.Rows.Length).Where(r => whole.Rows[r].Point % shards == s)))),
                Made(sheet.Rows.Length, $"{s}/{shards}")))];
            new Random(seed).Shuffle(parts);
            MergeResult merged = ResultMerge.Combine(parts);
            Assert.That(merged.Problems, Is.Empty);
            Assert.That(SampleSheets.Text(merged.Sheet!), Is.EqualTo(SampleSheets.Text(whole)));
            Assert.That(ProvenanceJson.Bytes(merged.Provenance!), Is.EqualTo(ProvenanceJson.Bytes(Made(sheet.Rows.Length) with { Counts = PointCounts.Of(whole.Rows) })));
        });

    [Test]
    public void Points_in_two_shards_are_listed() =>
        Assert.That(Problems(new("a", Points(0, 1, 2, 5)), new("b", Points(1, 2, 3, 4, 5))),
            Is.EqualTo(new[] { "b: points 1-2, 5 are in a too; each point belongs to one shard" }));

    [Test]
    public void Missing_points_are_listed_as_ranges() =>
        Assert.That(Problems(new("a", Points(0, 3), Made(10)), new("b", Points(4, 8), Made(10))),
            Is.EqualTo(new[] { "points 1-2, 5-7, 9 are missing, 6 of 10; run the shards that hold them, then merge again" }));

    [Test]
    public void Without_a_provenance_gaps_before_the_last_point_are_still_seen() =>
        Assert.That(Problems(new("a", Points(0, 3)), new("b", Points(1))), Has.Some.StartsWith("points 2 are missing, 1 of 4"));

    [Test]
    public void Different_axes_are_named() =>
        Assert.That(Problems(new("a", Points(0)), new("b", SampleSheets.Sheet(["clock"], SampleSheets.Row(1, axes: ["1"])))),
            Is.EqualTo(new[] { "b: sweeps clock, but a sweeps batch; shards of one sweep have the same keys" }));

    [Test]
    public void Shards_of_other_inputs_or_seeds_are_refused() =>
        Assert.That(Problems(new("a", Points(0), Made(2)), new("b", Points(1), Made(2, seed: 2, hash: "bb"))),
            Is.EqualTo(new[] { "b: has seed 2, but a has 1", "b: its input s.yaml is not that of a" }));

    [Test]
    public void Nothing_to_merge_is_said() => Assert.That(Problems(), Has.Exactly(1).StartsWith("there is nothing to merge"));

    [Test]
    public void Ranges_cover_exactly_their_points() =>
        Gen.Int[0, 30].Array[1, 15].Sample(numbers =>
        {
            long[] points = [.. numbers.Distinct().Order().Select(n => (long)n)];
            IEnumerable<long> back = PointRanges.Text(points).Split(", ").Select(r => r.Split('-').Select(long.Parse).ToArray())
                .SelectMany(r => Enumerable.Range((int)r[0], (int)(r[^1] - r[0]) + 1).Select(n => (long)n));
            Assert.That(back, Is.EqualTo(points));
        });

    [Test]
    public void A_directory_without_results_is_a_problem()
    {
        var problems = new List<string>();
        Assert.That(ResultMerge.ReadDirectory("no/such/shard", problems), Is.Null);
        Assert.That(problems, Has.Exactly(1).Contains("results.csv: cannot be read: there is no such"));
    }
}
