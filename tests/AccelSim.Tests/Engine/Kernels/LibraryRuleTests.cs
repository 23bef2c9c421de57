using AccelSim.Engine.Kernels;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Kernels;

/// <summary>Rules by which libraries choose tiles, as their sources state them; each against a slow twin or against what it must do to time.</summary>
public sealed class LibraryRuleTests
{
    private const int Cores = 132;

    private const double Scratchpad = 232_448; // bytes of shared memory of a block on Hopper

    private static KernelTime Time(KernelFamily family, int m, int n, int k)
    {
        KernelChip chip = ShippedKernels.Chip("h200-sxm");
        return GemmKernels.Run(chip, ShippedKernels.Shared(chip), new MatmulConstants(ShippedKernels.Library.Constants(chip.Generation, family)!.Value), GemmPlan.Of(family, chip)!, new(m, n, k));
    }

    /// <summary>Every tile with what the rule looks at, best last.</summary>
    private static KernelTile Slowly(int m, int n)
    {
        bool swapped = m < 32;
        (int along, int across) = swapped ? (n, m) : (m, n);
        int wide = along <= 64 ? 64 : 128;
        int narrow = Enumerable.Range(0, 15).Select(i => 16 + 8 * i)
            .Select(b => (Narrow: b, Tiles: (int)(Math.Ceiling((double)along / wide) * Math.Ceiling((double)across / b))))
            .OrderBy(t => Math.Ceiling(t.Tiles / (double)Cores)).ThenByDescending(t => (t.Tiles - 1) % Cores).ThenBy(t => t.Narrow).First().Narrow;
        return swapped ? new(narrow, wide) : new(wide, narrow);
    }

    [Test]
    public void A_compiled_tile_makes_fewest_rounds_then_the_fullest_last_one_then_the_narrowest_side()
    {
        var random = new Random(11);
        for (int i = 0; i < 5000; i++)
        {
            (int m, int n) = (random.Next(2) == 0 ? random.Next(1, 300) : random.Next(1, 20_000), 8 * random.Next(16, 4000));
            (KernelTile tile, int stages) = CompiledTile.Of(Cores, Scratchpad, new(m, n, 4096));
            Assert.That(tile, Is.EqualTo(Slowly(m, n)), $"{m}x{n}");
            double bytes = 2.0 * tile.Rows * tile.Columns + stages * 128.0 * (tile.Rows + tile.Columns);
            Assert.That(bytes, Is.LessThanOrEqualTo(Scratchpad), $"{m}x{n}: {stages} stages");
            Assert.That(stages, Is.InRange(4, 8), $"{m}x{n}");
        }
    }

    // Worked by hand from the rule: 132 cores; 24 and 16 columns leave 128 and 96 tiles of one round.
    [TestCase(64, 3072, 64, 24)]
    [TestCase(65, 1536, 128, 16)]
    [TestCase(4096, 4096, 128, 128)]
    [TestCase(16, 4096, 16, 128)]
    [TestCase(31, 2048, 16, 128)]
    public void Known_compiled_tiles(int m, int n, int rows, int columns) =>
        Assert.That(CompiledTile.Of(Cores, Scratchpad, new(m, n, 4096)).Tile, Is.EqualTo(new KernelTile(rows, columns)));

    [Test]
    public void Integer_kernels_of_any_number_of_tokens_take_the_tile_of_the_next_power_of_two()
    {
        var random = new Random(12);
        int wider = 0;
        for (int i = 0; i < 300; i++)
        {
            (int power, int n, int k) = (1 << random.Next(5, 13), 64 * random.Next(1, 200), 64 * random.Next(1, 200));
            KernelTime whole = Time(KernelFamily.Integer8, power, n, k), less = Time(KernelFamily.Integer8, random.Next(power / 2 + 1, power), n, k);
            Assert.That((less.Rows, less.Columns), Is.EqualTo((whole.Rows, whole.Columns)), $"{power}x{n}x{k}");
            if (less.Rows > power / 2) wider++;
        }
        Assert.That(wider, Is.GreaterThan(0), "some tiles are only right for the larger number");
    }

    [TestCase(KernelFamily.WeightOnly4)]
    [TestCase(KernelFamily.WeightOnly8)]
    public void Weights_narrower_than_two_steps_cost_two_more_kernels(KernelFamily family)
    {
        KernelChip chip = ShippedKernels.Chip("h200-sxm");
        double kernel = ShippedKernels.Shared(chip).StartUs + chip.NodeGapUs;
        // On tensor cores; the steps themselves cost little here.
        double step = Time(family, 512, 256, 192).Microseconds - Time(family, 512, 256, 128).Microseconds;
        Assert.That(Time(family, 512, 256, 64).Microseconds - Time(family, 512, 256, 128).Microseconds, Is.EqualTo(2 * kernel - step).Within(0.3));
    }

    [TestCase(KernelFamily.Integer8)]
    [TestCase(KernelFamily.WeightOnly4)]
    [TestCase(KernelFamily.WeightOnly8)]
    public void Weights_of_layers_measured_behind_larger_ones_come_from_memory_however_small(KernelFamily family)
    {
        KernelChip chip = ShippedKernels.Chip("h200-sxm");
        foreach (int n in (int[])[256, 1024, 4096])
        {
            double least = n * 4096.0 * GemmPlan.Of(family, chip)!.Weight / chip.DramWidth / chip.CyclesPerUs;
            Assert.That(Time(family, 64, n, 4096).MemoryUs, Is.GreaterThanOrEqualTo(least), $"{n} columns");
        }
    }

    private static KernelTime Ampere(int m, int n, int k)
    {
        KernelChip chip = ShippedKernels.Chip("a100-sxm");
        return GemmKernels.Run(chip, ShippedKernels.Shared(chip), new MatmulConstants(ShippedKernels.Library.Constants(chip.Generation, KernelFamily.Dense16)!.Value), GemmPlan.Of(KernelFamily.Dense16, chip)!, new(m, n, k));
    }

    [Test]
    public void Ampere_deals_tiles_in_rounds_only_if_they_are_large_or_a_single_row_or_column_of_them()
    {
        var random = new Random(14);
        int rounds = 0;
        for (int i = 0; i < 2000; i++)
        {
            (int m, int n, int k) = (random.Next(2, 8192), 32 * random.Next(1, 500), 32 * random.Next(1, 300));
            KernelTime time = Ampere(m, n, k);
            if (time.Rounds <= 1 || m <= time.Rows || n <= time.Columns) continue;
            rounds++;
            Assert.That(time.Rows * time.Columns, Is.EqualTo(256 * 128), $"{m}x{n}x{k}: {time.Explained}");
        }
        Assert.That(rounds, Is.GreaterThan(200));
    }

    [Test]
    public void Ampere_splits_a_full_round_only_into_parts_of_many_steps()
    {
        // 128 large tiles on 108 cores: two rounds, or three of half the length.
        Assert.That(Ampere(1024, 4096, 7168).Split, Is.EqualTo(1));
        Assert.That(Ampere(1024, 4096, 8192).Split, Is.GreaterThan(1));
        // Few tiles leave cores idle: parts of fewer steps than that.
        Assert.That(Ampere(256, 1280, 4096).Split, Is.GreaterThan(1));
    }

    [Test]
    public void A_K_of_half_a_step_takes_less_than_a_whole_one_where_warps_issue_MMAs()
    {
        double half = Ampere(8192, 4096, 32).Microseconds, whole = Ampere(8192, 4096, 64).Microseconds;
        Assert.That(half, Is.LessThan(0.95 * whole));
        Assert.That(Time(KernelFamily.Dense16, 1024, 4096, 32).ComputeUs, Is.EqualTo(Time(KernelFamily.Dense16, 1024, 4096, 64).ComputeUs).Within(1e-9), "asynchronous copies fill with zeros");
    }

    [Test]
    public void Partial_sums_beyond_L2_go_to_memory_and_come_back()
    {
        // Equal products; four times the outputs, so that sums no longer fit.
        KernelTime small = Ampere(512, 2048, 16384), large = Ampere(1024, 4096, 16384);
        Assert.That(Math.Min(small.Split, large.Split), Is.GreaterThan(1));
        Assert.That(large.BesideUs / large.Split, Is.GreaterThan(4.5 * small.BesideUs / small.Split));
    }

    private static AttentionShape Decode(int batch, int keys, int heads, int kvHeads, int width, int cacheBytes) => new(batch, 1, keys, heads, kvHeads, width, cacheBytes);

    private static double Microseconds(AttentionShape shape)
    {
        KernelChip chip = ShippedKernels.Chip("h200-sxm");
        KernelFamily family = shape.CacheBytes == 1 ? KernelFamily.Decode8 : KernelFamily.Decode16;
        return AttentionKernels.Run(chip, ShippedKernels.Shared(chip), new AttentionConstants(ShippedKernels.Library.Constants(chip.Generation, family)!.Value), shape).Microseconds;
    }

    [Test]
    public void A_planned_split_gives_no_core_more_than_its_share_and_a_tenth_and_is_the_smallest_that_does()
    {
        var random = new Random(13);
        for (int i = 0; i < 2000; i++)
        {
            (int groups, int blocks) = (random.Next(1, 600), random.Next(1, 2000));
            int split = PagedFlash.Split(groups, Cores, blocks);
            // Every part takes at most `share` blocks, where a part of one less would not.
            double share = Math.Ceiling(1.1 * groups * blocks / Cores);
            int expected = 1;
            while (expected < PagedFlash.MostSplits && Math.Ceiling(blocks / (double)expected) > share) expected++;
            Assert.That(Math.Ceiling(blocks / (double)split), split < PagedFlash.MostSplits ? Is.LessThanOrEqualTo(share) : Is.GreaterThan(0), $"{groups} groups, {blocks} blocks");
            Assert.That(split, Is.InRange(1, PagedFlash.MostSplits));
            if (blocks <= share) Assert.That(split, Is.EqualTo(1));
            Assert.That(split, Is.GreaterThanOrEqualTo(expected), $"{groups} groups, {blocks} blocks");
        }
    }

    [Test]
    public void The_reduction_of_a_replayed_graph_costs_a_block_per_8_heads_whether_the_cache_is_split_or_not()
    {
        KernelChip chip = ShippedKernels.Chip("h200-sxm");
        double block = new AttentionConstants(ShippedKernels.Library.Constants(chip.Generation, KernelFamily.Decode16)!.Value).ReduceBlockNs * 1e-3;
        // 512 short sequences, not split: 1 and 8 heads are one block each, 64 are eight, of a width of 64 four.
        double Time(int heads, int width = 128) => Microseconds(Decode(512, 16, heads, 1, width, 2));
        Assert.That(Time(8) - Time(1), Is.EqualTo(0).Within(0.01));
        Assert.That(Time(64) - Time(8), Is.EqualTo(7 * 512 * block).Within(0.01));
        Assert.That(Time(64, 64) - Time(8, 64), Is.EqualTo(3 * 512 * block).Within(0.01));
        // Beyond 512 sequences there is no graph.
        Assert.That(Microseconds(Decode(513, 16, 64, 1, 128, 2)), Is.LessThan(Time(64)));
    }

    [TestCase(64, 2, 192)]
    [TestCase(128, 2, 128)]
    [TestCase(192, 2, 96)]
    [TestCase(256, 2, 80)]
    [TestCase(64, 1, 160)]
    [TestCase(192, 1, 160)]
    [TestCase(256, 1, 128)]
    public void Known_blocks_of_a_paged_cache(int width, int cacheBytes, int keys) => Assert.That(PagedFlash.Block(Decode(1, 1000, 8, 1, width, cacheBytes)), Is.EqualTo(keys));

    [Test]
    public void Wide_heads_over_an_8_bit_cache_load_and_work_in_turn()
    {
        // Enough keys that both take long; a 16-bit cache of half the width has the same bytes.
        AttentionShape wide = Decode(64, 16384, 8, 1, 256, 1);
        KernelChip chip = ShippedKernels.Chip("h200-sxm");
        KernelTime time = AttentionKernels.Run(chip, ShippedKernels.Shared(chip), new AttentionConstants(ShippedKernels.Library.Constants(chip.Generation, KernelFamily.Decode8)!.Value), wide);
        Assert.That(time.Microseconds, Is.GreaterThanOrEqualTo(time.ComputeUs + time.MemoryUs));
    }

    [Test]
    public void A_prompt_of_heads_of_512_takes_more_than_twice_what_its_products_would()
    {
        KernelChip chip = ShippedKernels.Chip("h200-sxm");
        var shape = new AttentionShape(1, 16384, 16384, 16, 2, 512, 2);
        KernelTime time = AttentionKernels.Run(chip, ShippedKernels.Shared(chip), new AttentionConstants(ShippedKernels.Library.Constants(chip.Generation, KernelFamily.Prefill16)!.Value), shape);
        Assert.That(time.Microseconds, Is.GreaterThan(2 * shape.Macs / (chip.Rate16 * chip.Cores) / chip.CyclesPerUs));
    }
}
