using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Tests.Engine;
using NUnit.Framework;

namespace AccelSim.Tests.Laws;

/// <summary>
/// Limits of SQ-format timing for large tiles (identities reference, section 5; arXiv 2512.05409, Figure 2), on a machine with ideal memory:
/// the simulated pipeline approaches them from above, and the narrowest unit names the bound.
/// </summary>
public sealed class SqTimingTests
{
    private const int Side = 16;

    private const long Low = 8192, High = 2048;

    /// <summary>The dense unit's own rate for the high pair, promoted to int8 x int8.</summary>
    private const long Promoted = Low / 2;

    /// <summary>Fill, drain and loads of a tile of 64 x 64 blocks are less than this share of its time.</summary>
    private const double Gap = 0.005;

    private static readonly double[] Sparsities = [0.5, 0.75, 0.875, 0.9375];

    private static readonly int[] Banks = [16, 32, 64, 128];

    private static Machine Machine(SparsePlacement placement, long high = High, long select = 1 << 20, long gather = 1 << 20, long rescale = 1 << 20) =>
        IdealMachine.Of(new TensorUnit
        {
            Kind = TensorUnitKind.DotProduct,
            Rows = Side,
            Cols = Side,
            PipelineDepth = 8,
            MacsPerCycle = new MacRates([new("int4", "int4", Low), new("int8", "int4", high), new("int8", "int8", Promoted)]),
        }) with
        {
            SparseUnit = new SparseUnit
            {
                Placement = placement,
                Banks = [.. Banks],
                SelectPerCycle = select,
                MacsPerCycle = new MacRates([new("int8", "int4", high)]),
                PipelineDepth = 8,
            },
            GatherUnit = new GatherUnit { ElementsPerCycle = gather, TopKElementsPerCycle = gather, Latency = 12 },
            RescaleUnit = new RescaleUnit { OutputsPerCycle = rescale, Latency = 8 },
        };

    private static string Sq(int bank, double sparsity) => FormattableString.Invariant($"sq(int8/int4,b={bank},s={sparsity})");

    /// <summary>Counters of one tile of blocks x blocks output blocks over K = 512.</summary>
    private static OperationCounters Run(Machine machine, string weights, string activations, int blocks)
    {
        GemmOperation gemm = Gemms.Of(blocks * Side, blocks * Side, 512, weights, activations);
        return new Simulator(machine).Run(gemm, Gemms.OneTile(gemm)).Counters;
    }

    private static double PerMac(OperationCounters c) => c.Cycles / (double)c.IssuedMacs;

    /// <summary>The relative gap to a limit is positive, small, and smaller for larger tiles.</summary>
    private static void Approaches(double limit, Machine machine, string weights, string activations)
    {
        double small = PerMac(Run(machine, weights, activations, 8)) / limit - 1, large = PerMac(Run(machine, weights, activations, 64)) / limit - 1;
        Assert.That(large, Is.GreaterThanOrEqualTo(0).And.LessThan(Gap));
        Assert.That(large, Is.LessThan(small / 8));
    }

    [Test]
    public void Weights_beside_approach_the_slower_of_the_dense_low_pass_and_the_sparse_high_pass(
        [ValueSource(nameof(Sparsities))] double s, [ValueSource(nameof(Banks))] int bank) =>
        Approaches(Math.Max(1.0 / Low, (1 - s) / High), Machine(SparsePlacement.Beside), Sq(bank, s), "int4");

    [Test]
    public void Weights_on_a_shared_unit_approach_the_sum_of_both_passes(
        [ValueSource(nameof(Sparsities))] double s, [ValueSource(nameof(Banks))] int bank) =>
        Approaches(1.0 / Low + (1 - s) / Promoted, Machine(SparsePlacement.Shared), Sq(bank, s), "int4");

    [Test]
    public void Activations_beside_approach_the_slower_of_their_two_shares(
        [ValueSource(nameof(Sparsities))] double s, [ValueSource(nameof(Banks))] int bank) =>
        Approaches(Math.Max(s / Low, (1 - s) / High), Machine(SparsePlacement.Beside), "int4", Sq(bank, s));

    [Test]
    public void Activations_on_a_shared_unit_approach_the_sum_of_their_two_shares(
        [ValueSource(nameof(Sparsities))] double s, [ValueSource(nameof(Banks))] int bank) =>
        Approaches(s / Low + (1 - s) / Promoted, Machine(SparsePlacement.Shared), "int4", Sq(bank, s));

    /// <summary>INT4 multipliers of their own leave those of INT8 to the high pass; without, both passes share one array.</summary>
    private static Machine OwnArray(Machine machine) => machine with
    {
        TensorUnit = machine.TensorUnit with { MacsPerCycle = new MacRates([.. machine.TensorUnit.MacsPerCycle.Entries.Select(r => r with { OwnArray = r.Key == "int4xint4" })]) },
    };

    [Test]
    public void Weights_on_a_unit_whose_low_pass_has_its_own_array_approach_the_slower_pass(
        [ValueSource(nameof(Sparsities))] double s, [ValueSource(nameof(Banks))] int bank) =>
        Approaches(Math.Max(1.0 / Low, (1 - s) / Promoted), OwnArray(Machine(SparsePlacement.Shared)), Sq(bank, s), "int4");

    [Test]
    public void Activations_on_a_unit_whose_low_pass_has_its_own_array_approach_the_slower_pass(
        [ValueSource(nameof(Sparsities))] double s, [ValueSource(nameof(Banks))] int bank) =>
        Approaches(Math.Max(s / Low, (1 - s) / Promoted), OwnArray(Machine(SparsePlacement.Shared)), "int4", Sq(bank, s));

    [Test]
    public void An_array_of_its_own_for_INT4_changes_nothing_for_passes_that_both_run_on_INT8_nor_beside_a_sparse_unit()
    {
        Machine shared = Machine(SparsePlacement.Shared), beside = Machine(SparsePlacement.Beside);
        Assert.That(Run(OwnArray(shared), Sq(64, 0.875), "int8", 8), Is.EqualTo(Run(shared, Sq(64, 0.875), "int8", 8)));
        Assert.That(Run(OwnArray(beside), Sq(64, 0.875), "int4", 8), Is.EqualTo(Run(beside, Sq(64, 0.875), "int4", 8)));
    }

    [Test]
    public void A_narrow_rescale_unit_is_the_limit_of_two_scales_per_bank([ValueSource(nameof(Banks))] int bank)
    {
        // Two scaled accumulations per bank and output: 2 / (b x rate) cycles a MAC, against 1 / Low.
        const long Rate = 64;
        Machine machine = Machine(SparsePlacement.Beside, rescale: Rate);
        Approaches(Math.Max(1.0 / Low, Math.Max(0.125 / High, 2.0 / (bank * Rate))), machine, Sq(bank, 0.875), "int4");
        OperationCounters c = Run(machine, Sq(bank, 0.875), "int4", 32);
        // The dense unit issues for 1 / Low of every 2 / (b x rate) cycles and waits for the rescale unit in the rest.
        Assert.That(c.Stalls[(int)StallCause.Rescale] / (double)c.Cycles, Is.EqualTo(1 - bank * Rate / (2.0 * Low)).Within(0.02));
        if (bank <= 64) Assert.That(OperationMetrics.BoundOf(c.ComputeCycles, c.Stalls), Is.EqualTo("rescale"));
    }

    [Test]
    public void Power_of_two_scales_halve_the_work_of_a_unit_that_shifts_and_adds()
    {
        Machine machine = Machine(SparsePlacement.Beside, rescale: 16);
        Machine shifts = machine with { RescaleUnit = machine.RescaleUnit! with { ShiftAdd = true } };
        const string E8M0 = "sq(int8/int4,b=32,s=0.875,scale=e8m0)";
        Assert.That(Run(shifts, E8M0, "int4", 8).RescaleBusyCycles * 2, Is.EqualTo(Run(machine, E8M0, "int4", 8).RescaleBusyCycles));
        long Fp16(Machine m) => Run(m, Sq(32, 0.875), "int4", 8).RescaleBusyCycles;
        Assert.That(Fp16(shifts), Is.EqualTo(Fp16(machine)), "fp16 scales cannot be shifted");
    }

    [Test]
    public void A_narrow_selector_is_its_own_stall_and_the_bound()
    {
        OperationCounters wide = Run(Machine(SparsePlacement.Beside), Sq(64, 0.875), "int4", 32);
        OperationCounters narrow = Run(Machine(SparsePlacement.Beside, select: 8), Sq(64, 0.875), "int4", 32);
        Assert.That(wide.Stalls[(int)StallCause.Selector], Is.Zero);
        Assert.That(OperationMetrics.BoundOf(narrow.ComputeCycles, narrow.Stalls), Is.EqualTo("selector"));
        // 16 columns x 64 high elements of K = 512 at 8 a cycle: 128 cycles a block against 16 of the dense pass.
        Assert.That(narrow.Cycles, Is.EqualTo(128.0 * 32 * 32).Within(0.5).Percent);
    }

    [Test]
    public void A_narrow_gather_unit_is_its_own_stall_and_the_bound()
    {
        OperationCounters narrow = Run(Machine(SparsePlacement.Beside, gather: 64), "int4", Sq(64, 0.875), 32);
        Assert.That(OperationMetrics.BoundOf(narrow.ComputeCycles, narrow.Stalls), Is.EqualTo("gather"));
        Assert.That(narrow.Cycles, Is.EqualTo(Side * 512 / 64.0 * 32 * 32).Within(0.5).Percent);
    }

    [Test]
    public void Ranking_a_dynamic_mask_costs_more_than_gathering_a_static_one()
    {
        Machine machine = Machine(SparsePlacement.Beside, gather: 64);
        machine = machine with { GatherUnit = machine.GatherUnit! with { TopKElementsPerCycle = 32 } };
        long Cycles(string mask) => Run(machine, "int4", $"sq(int8/int4,b=64,s=0.875,{mask})", 16).Cycles;
        Assert.That(Cycles("dynamic"), Is.EqualTo(2.0 * Cycles("static")).Within(1).Percent);
    }

    [Test]
    public void A_slow_sparse_unit_is_its_own_stall_or_computes()
    {
        // The sparse unit itself computes while the dense one waits, so its cycles are compute; its queue is what others wait for.
        OperationCounters c = Run(Machine(SparsePlacement.Beside, high: 256), Sq(64, 0.5), "int4", 16);
        Assert.That(OperationMetrics.BoundOf(c.ComputeCycles, c.Stalls), Is.EqualTo("compute"));
        Assert.That(c.SparseBusyCycles, Is.GreaterThan(0.95 * c.Cycles));
        Assert.That(c.DenseBusyCycles, Is.LessThan(0.1 * c.Cycles));
    }

    [Test]
    public void The_high_pass_hides_exactly_from_one_minus_the_ratio_of_rates_on(
        [Values(2, 4, 8)] int ratio, [Values(0.25, 0.5, 0.625, 0.75, 0.8125, 0.875, 0.9375)] double s)
    {
        Machine machine = Machine(SparsePlacement.Beside, high: Low / ratio);
        double sq = PerMac(Run(machine, Sq(128, s), "int4", 64)), dense = PerMac(Run(machine, "int4", "int4", 64));
        Assert.That(sq <= dense * (1 + Gap), Is.EqualTo(s >= 1 - 1.0 / ratio), $"{sq / dense} times the dense low pass");
    }

    [Test]
    public void Two_four_halves_the_compute_and_nothing_else()
    {
        Machine dense = Machine(SparsePlacement.Beside), skips = dense with { TensorUnit = dense.TensorUnit with { TwoFourSparsity = true } };
        OperationCounters full = Run(dense, "int8", "int8", 32), half = Run(skips, "2:4(int8)", "int8", 32), expanded = Run(dense, "2:4(int8)", "int8", 32);
        Assert.That(2 * half.DenseBusyCycles, Is.EqualTo(full.DenseBusyCycles));
        Assert.That(expanded.DenseBusyCycles, Is.EqualTo(full.DenseBusyCycles));
        Assert.That(half.IssuedMacs, Is.EqualTo(full.IssuedMacs));
        // 8-bit values: 5/8 of the weight bytes, scales unchanged.
        long side = 32 * Side, weights = side * 512;
        Assert.That(full.DramReadBytes - half.DramReadBytes, Is.EqualTo(weights * 3 / 8));
        Assert.That(half.DramReadBytes, Is.EqualTo(expanded.DramReadBytes));
    }

    [Test]
    public void Bound_by_memory_two_four_gains_only_its_bytes()
    {
        Machine dense = TestMachines.Small, skips = dense with { TensorUnit = dense.TensorUnit with { TwoFourSparsity = true } };
        long Cycles(Machine machine, string weights) => new Simulator(machine).Run(Gemms.Of(1, 8192, 8192, weights)).Counters.Cycles;
        Assert.That(Cycles(skips, "2:4(int8)"), Is.EqualTo(Cycles(dense, "int8") * 5.0 / 8).Within(4).Percent);
    }
}
