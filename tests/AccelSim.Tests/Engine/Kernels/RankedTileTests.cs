using System.Globalization;
using System.Text.RegularExpressions;
using AccelSim.Engine.Kernels;
using AccelSim.Tests.House;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Kernels;

/// <summary>The tile, split and cluster that Hopper's BLAS ranks first, held to the kernels that ran (results/silicon/recorded) and to what a ranking must do.</summary>
public sealed partial class RankedTileTests
{
    private static readonly KernelChip Chip = ShippedKernels.Chip("h200-sxm");
    private static readonly GemmPlan Plan = GemmPlan.Of(KernelFamily.Dense16, Chip)!;

    private static (GemmShape Shape, KernelTile Tile, bool Split, TileCluster Cluster)[] Recorded { get; } =
        [.. from chip in (string[])["h100", "h200"] from weights in (string[])["cold", "warm"]
            from line in File.ReadLines(Path.Combine(SourceTree.Root, "results", "silicon", "recorded", $"{chip}-gemm-{weights}.csv")).Skip(1)
            select Read(line.Split(','))];

    [GeneratedRegex(@"^nvjet_sm90_tst_(?<outputs>\d+)x(?<tokens>\d+)_64x\d+_(?<co>\d)x(?<ct>\d)_\w_bz_(coop[AB]_)?(?<split>splitK_)?TN[TN]")]
    private static partial Regex Name { get; }

    private static (GemmShape, KernelTile, bool, TileCluster) Read(string[] row)
    {
        Match name = Name.Match(row[8]);
        Assert.That(name.Success, Is.True, row[8]);
        int Number(string group) => int.Parse(name.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
        int Extent(int column) => int.Parse(row[column], CultureInfo.InvariantCulture);
        return (new(Extent(2), Extent(3), Extent(4)), new(Number("tokens"), Number("outputs")), name.Groups["split"].Success, new(Number("ct"), Number("co")));
    }

    /// <summary>Share of the shapes that did not fit the ranking for which it is right.</summary>
    private static double Share(Func<(GemmShape Shape, KernelTile Tile, bool Split, TileCluster Cluster), bool> right) =>
        Recorded.Where(r => !new AccelSim.Model.Measured.MeasuredShape(r.Shape.M, r.Shape.N, r.Shape.K).Calibrates).Average(r => right(r) ? 1.0 : 0.0);

    [Test]
    public void Hardly_a_kernel_that_ran_has_a_tile_that_the_list_has_not()
    {
        KernelTile[] missing = [.. Recorded.Select(r => r.Tile).Except(RankedTile.Tiles)];
        Assert.That(missing, Has.Length.LessThan(10), "of 67");
        Assert.That(Recorded.Average(r => missing.Contains(r.Tile) ? 1.0 : 0), Is.LessThan(0.015));
    }

    [Test]
    public void The_ranking_names_the_split_and_the_tile_of_most_shapes_that_did_not_fit_it()
    {
        Assert.That(Share(r => RankedTile.Of(Chip, Plan, r.Shape).Split > 1 == r.Split), Is.GreaterThan(0.94));
        Assert.That(Share(r => RankedTile.Of(Chip, Plan, r.Shape).Tile == r.Tile), Is.GreaterThan(0.45), "of 215 tiles");
        // Among the tiles that were seen at all, as a library that offers no others would.
        GemmPlan seen = Plan with { Tiles = [.. Recorded.Select(r => r.Tile).Distinct()] };
        Assert.That(Share(r => RankedTile.Of(Chip, seen, r.Shape).Tile == r.Tile), Is.GreaterThan(0.6), "of 67 tiles");
    }

    [Test]
    public void Rounds_follow_those_of_the_kernels_that_ran()
    {
        static double Rounds(GemmShape s, KernelTile t) => Math.Ceiling(Math.Ceiling((double)s.M / t.Rows) * Math.Ceiling((double)s.N / t.Columns) / Chip.Cores);
        Assert.That(Share(r => Rounds(r.Shape, RankedTile.Of(Chip, Plan, r.Shape).Tile) == Rounds(r.Shape, r.Tile)), Is.GreaterThan(0.8));
    }

    [Test]
    public void Most_kernels_ran_in_clusters_of_the_rule_and_a_cluster_never_adds_a_round()
    {
        Assert.That(Recorded.Average(r => r.Cluster.Tokens * r.Cluster.Outputs > 4 ? 1.0 : 0), Is.LessThan(0.13), "clusters of eight, which the rule has not");
        var random = new Random(21);
        for (int i = 0; i < 3000; i++)
        {
            (KernelTile tile, int rows, int columns) = (RankedTile.Tiles[random.Next(RankedTile.Tiles.Length)], random.Next(1, 80), random.Next(1, 200));
            TileCluster cluster = TileCluster.Of(Chip.Cores, tile, rows, columns);
            double filled = Math.Ceiling((double)rows / cluster.Tokens) * cluster.Tokens * Math.Ceiling((double)columns / cluster.Outputs) * cluster.Outputs;
            Assert.That(Math.Ceiling(filled / Chip.Cores), Is.EqualTo(Math.Ceiling((double)rows * columns / Chip.Cores)), $"{rows}x{columns} of {tile}");
            Assert.That(cluster.Extent(tile.Rows, tile.Columns), Is.LessThanOrEqualTo(tile.Rows + tile.Columns));
        }
    }

    [TestCase(7, 7, 1, 1, TestName = "An_odd_grid_that_fills_up_without_another_round_shares_anyway(7,7)")]
    public void An_odd_grid_that_fills_up_without_another_round_shares_anyway(int rows, int columns, int notTokens, int notOutputs) =>
        Assert.That(TileCluster.Of(Chip.Cores, new(128, 256), rows, columns), Is.Not.EqualTo(new TileCluster(notTokens, notOutputs)));

    [Test]
    public void A_grid_that_would_need_another_round_to_fill_up_is_not_clustered() =>
        Assert.That(TileCluster.Of(Chip.Cores, new(128, 128), 11, 12), Is.EqualTo(new TileCluster(1, 4)), "12 columns are whole clusters of four; 11 rows would fill up to 144 tiles");

    [Test]
    public void A_longer_K_never_has_fewer_parts_and_more_tiles_than_cores_are_not_split()
    {
        var random = new Random(22);
        for (int i = 0; i < 500; i++)
        {
            (int m, int n, int k) = (random.Next(1, 2048), 64 * random.Next(1, 100), 64 * random.Next(1, 200));
            (KernelTile tile, int split) = RankedTile.Of(Chip, Plan, new(m, n, k));
            Assert.That(RankedTile.Tiles, Does.Contain(tile));
            if (split > 1) Assert.That(k / 64.0 / split, Is.GreaterThanOrEqualTo(15), $"{m}x{n}x{k}: {split} parts");
        }
        Assert.That(RankedTile.Of(Chip, Plan, new(16, 512, 32768)).Split, Is.GreaterThan(RankedTile.Of(Chip, Plan, new(16, 512, 1024)).Split));
        Assert.That(RankedTile.Of(Chip, Plan, new(8192, 8192, 32768)).Split, Is.EqualTo(1));
    }

    [Test]
    public void More_weights_to_go_round_are_never_warmer()
    {
        var c = new MatmulConstants(ShippedKernels.Library.Constants(Chip.Generation, KernelFamily.Dense16)!.Value);
        double Time(int copies) => GemmKernels.Run(Chip, ShippedKernels.Shared(Chip), c, Plan, new(16, 4096, 1024, copies)).Microseconds;
        double[] times = [.. Enumerable.Range(1, 12).Select(Time)];
        Assert.That(times, Is.Ordered);
        Assert.That(times[^1], Is.GreaterThan(1.2 * times[0]));
        Assert.That(Time(0), Is.EqualTo(Time(5)), "unknown is as many as the shared rows: 8 MB, six to fill L2, five at most");
    }
}
