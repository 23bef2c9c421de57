using System.Collections.Immutable;
using AccelSim.Engine.Kernels;
using AccelSim.Model.Measured;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Kernels;

public sealed class KernelTests
{
    private static IEnumerable<TestCaseData> GemmFamilies =>
        from gpu in ShippedKernels.Gpus
        from family in (KernelFamily[])[KernelFamily.Dense16, KernelFamily.Dense8, KernelFamily.Block8, KernelFamily.Integer8, KernelFamily.WeightOnly8, KernelFamily.WeightOnly4]
        where GemmPlan.Of(family, ShippedKernels.Chip(gpu)) is not null
        select new TestCaseData(gpu, family);

    private static KernelTime Time(string gpu, KernelFamily family, int m, int n, int k)
    {
        KernelChip chip = ShippedKernels.Chip(gpu);
        return GemmKernels.Run(chip, ShippedKernels.Shared(chip), new MatmulConstants(ShippedKernels.Library.Constants(chip.Generation, family)!.Value), GemmPlan.Of(family, chip)!, new(m, n, k));
    }

    [TestCaseSource(nameof(GemmFamilies))]
    public void A_gemm_never_beats_the_peak_of_its_chip_at_boost(string gpu, KernelFamily family)
    {
        KernelChip chip = ShippedKernels.Chip(gpu);
        GemmPlan plan = GemmPlan.Of(family, chip)!;
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            (int m, int n, int k) = (random.Next(1, 9000), 32 * random.Next(1, 512), 32 * random.Next(1, 512));
            KernelTime time = Time(gpu, family, m, n, k);
            double least = (double)m * n * k / (plan.MacsPerCycle * chip.Cores);
            bool vectorUnits = m <= plan.VectorTokens;
            if (!vectorUnits) Assert.That(time.Cycles, Is.GreaterThanOrEqualTo(least), $"{m}x{n}x{k}");
            Assert.That(time.Microseconds, Is.EqualTo(time.Cycles / chip.CyclesPerUs).Within(1 / chip.CyclesPerUs));
        }
    }

    [TestCaseSource(nameof(GemmFamilies))]
    public void Cold_weights_never_arrive_faster_than_the_pins_allow(string gpu, KernelFamily family)
    {
        KernelChip chip = ShippedKernels.Chip(gpu);
        GemmPlan plan = GemmPlan.Of(family, chip)!;
        foreach (int m in (int[])[1, 3, 17, 64])
        {
            double bytes = 32768.0 * 32768 * plan.Weight; // several times any L2
            Assert.That(Time(gpu, family, m, 32768, 32768).Cycles, Is.GreaterThan(bytes / chip.DramWidth));
        }
    }

    [TestCaseSource(nameof(GemmFamilies))]
    public void Twice_the_outputs_never_take_less_time_where_tiles_are_full(string gpu, KernelFamily family)
    {
        for (int n = 4096; n <= 32768; n *= 2)
            Assert.That(Time(gpu, family, 4096, 2 * n, 4096).Cycles, Is.GreaterThan(Time(gpu, family, 4096, n, 4096).Cycles));
    }

    [Test]
    public void A_tile_more_than_a_round_holds_costs_another_round()
    {
        KernelChip chip = ShippedKernels.Chip("a100-sxm");
        var constants = new MatmulConstants(ShippedKernels.Library.Constants(chip.Generation, KernelFamily.Dense16)!.Value);
        GemmPlan plan = GemmPlan.Of(KernelFamily.Dense16, chip)! with { Tiles = [new(128, 128)], MaxSplit = 1 };
        KernelTime full = GemmKernels.Run(chip, ShippedKernels.Shared(chip), constants, plan, new(128 * 12, 128 * 9, 4096)), over = GemmKernels.Run(chip, ShippedKernels.Shared(chip), constants, plan, new((128 * 12) + 1, 128 * 9, 4096));
        Assert.That((full.Rounds, over.ComputeUs / full.ComputeUs), Is.EqualTo((1.0, 2.0)).Within(1e-9));
    }

    [Test]
    public void Bytes_in_flight_over_latency_bound_a_step()
    {
        KernelChip chip = ShippedKernels.Chip("h200-sxm");
        ImmutableArray<double> values = ShippedKernels.Library.Constants(chip.Generation, KernelFamily.Dense16)!.Value;
        int flight = MatmulConstants.Catalogue.ToList().FindIndex(c => c.Name == "steps_in_flight");
        GemmPlan plan = GemmPlan.Of(KernelFamily.Dense16, chip)! with { Tiles = [new(16, 64)], MaxSplit = 1 };
        KernelTime deep = GemmKernels.Run(chip, ShippedKernels.Shared(chip), new MatmulConstants(values.SetItem(flight, 4)), plan, new(16, 64, 65536));
        KernelTime shallow = GemmKernels.Run(chip, ShippedKernels.Shared(chip), new MatmulConstants(values.SetItem(flight, 2)), plan, new(16, 64, 65536));
        Assert.That(shallow.ComputeUs, Is.GreaterThan(1.3 * deep.ComputeUs));
    }

    [Test]
    public void Two_of_four_gains_less_the_more_that_is_not_the_multiply()
    {
        KernelChip chip = ShippedKernels.Chip("a100-sxm");
        var constants = new MatmulConstants(ShippedKernels.Library.Constants(chip.Generation, KernelFamily.Dense16)!.Value);
        double Gain(int m, int n, int k) => GemmKernels.Run(chip, ShippedKernels.Shared(chip), constants, GemmPlan.Of("bfloat16", chip)!, new(m, n, k)).Microseconds
            / GemmKernels.Run(chip, ShippedKernels.Shared(chip), constants, GemmPlan.Of("bfloat16_2:4", chip)!, new(m, n, k)).Microseconds;
        Assert.That(Gain(16384, 16384, 16384), Is.InRange(1.3, 2.0), "bound by multiplies, power and barriers");
        Assert.That(Gain(8, 12288, 12288), Is.InRange(1.4, 1.8), "bound by weights: 2 bytes against 1.125");
        Assert.That(Gain(512, 512, 512), Is.InRange(0.95, 1.2), "bound by the launch");
    }

    [Test]
    public void Only_floats_of_a_full_node_are_summed_in_the_switch()
    {
        KernelChip chip = ShippedKernels.Chip("h200-sxm");
        var constants = new CollectiveConstants(ShippedKernels.Library.Constants(chip.Generation, KernelFamily.Collective)!.Value);
        double Us(int chips, bool floating) => CollectiveKernels.Run(chip, constants, new(chips, 1 << 29, false, floating)).Microseconds;
        Assert.That(Us(8, true), Is.LessThan(0.9 * Us(8, false)));
        Assert.That(Us(4, true), Is.EqualTo(Us(4, false)));
    }

    [Test]
    public void Heads_without_a_group_are_not_split_on_synchronous_chips()
    {
        KernelChip chip = ShippedKernels.Chip("a100-sxm");
        var constants = new AttentionConstants(ShippedKernels.Library.Constants(chip.Generation, KernelFamily.Decode16)!.Value);
        Assert.That(AttentionKernels.Run(chip, ShippedKernels.Shared(chip), constants, new(1, 1, 65536, 4, 4, 128, 2)).Split, Is.EqualTo(1));
        Assert.That(AttentionKernels.Run(chip, ShippedKernels.Shared(chip), constants, new(1, 1, 65536, 8, 4, 128, 2)).Split, Is.GreaterThan(1));
    }

    private static double Row(string gpu, string dtype, MeasuredShape shape) => new KernelModel(ShippedKernels.Chip(gpu), ShippedKernels.Library).Run(
        new MeasuredKernel { Kind = MeasuredKind.Attention, Machine = gpu, Dtype = dtype, Shape = shape, LatencyUs = 1, Place = "" })!.Value.Microseconds;

    [TestCase("a100-sxm", "decode_bfloat16")]
    [TestCase("h200-sxm", "decode_bfloat16")]
    [TestCase("h200-sxm", "decode_fp8")]
    public void Tokens_verified_together_are_packed_like_heads_and_never_cost_less(string gpu, string dtype)
    {
        double one = Row(gpu, dtype, new(8, 1, 8192, 32, 8, 128)), before = one;
        for (int tokens = 2; tokens <= 32; tokens *= 2)
        {
            double time = Row(gpu, dtype, new(8, tokens, 8192, 32, 8, 128));
            Assert.That(time, Is.EqualTo(Row(gpu, dtype, new(8, 1, 8192, 32 * tokens, 8, 128))));
            Assert.That(time, Is.GreaterThanOrEqualTo(before * 0.99), $"{tokens} tokens");
            before = time;
        }
        Assert.That(before, Is.LessThan(4 * one), "the cache is read once for all of them");
    }

    [Test]
    public void A_chunk_of_a_prompt_costs_more_than_the_same_tokens_alone_and_less_than_the_whole([Values("a100-sxm", "h200-sxm")] string gpu)
    {
        foreach (int chunk in (int[])[512, 1024, 4096])
        {
            double alone = Row(gpu, "prefill_bfloat16", new(1, chunk, chunk, 32, 8, 128)), whole = Row(gpu, "prefill_bfloat16", new(1, 16384, 16384, 32, 8, 128));
            Assert.That(Row(gpu, "prefill_bfloat16", new(1, chunk, 16384, 32, 8, 128)), Is.GreaterThan(alone).And.LessThan(whole));
        }
    }

    [Test]
    public void Both_halves_of_the_shapes_are_about_equal_and_independent_of_dtype()
    {
        var random = new Random(3);
        int calibrates = Enumerable.Range(0, 4000).Count(_ => new MeasuredShape(random.Next(1, 9999), 32 * random.Next(1, 999), 32 * random.Next(1, 999)).Calibrates);
        Assert.That(calibrates, Is.InRange(1850, 2150));
    }

    [Test]
    public void Every_constant_has_a_getter_in_the_order_of_its_catalogue()
    {
        Check(MatmulConstants.Catalogue, v => new MatmulConstants(v));
        Check(AttentionConstants.Catalogue, v => new AttentionConstants(v));
        Check(SharedConstants.Catalogue, v => new SharedConstants(v));
        Check(CollectiveConstants.Catalogue, v => new CollectiveConstants(v));

        static void Check<T>(ImmutableArray<KernelConstant> catalogue, Func<ImmutableArray<double>, T> make)
        {
            T set = make([.. Enumerable.Range(0, catalogue.Length).Select(i => (double)i)]);
            var getters = typeof(T).GetProperties().Where(p => p.PropertyType == typeof(double)).ToDictionary(p => p.Name, p => (double)p.GetValue(set)!);
            Assert.That(getters, Has.Count.EqualTo(catalogue.Length));
            for (int i = 0; i < catalogue.Length; i++)
            {
                string name = string.Concat(catalogue[i].Name.Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
                string suffix = catalogue[i].Unit switch { "us" => "Us", "nm" => "Nm", "ns" => "Ns", "MB" => "Mb", _ => "" };
                Assert.That(getters, Does.ContainKey(name + suffix).WithValue((double)i));
                Assert.That(catalogue[i].Low <= catalogue[i].Start && catalogue[i].Start <= catalogue[i].High, catalogue[i].Name);
            }
        }
    }
}
