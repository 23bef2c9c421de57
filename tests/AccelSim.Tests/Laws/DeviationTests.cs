using AccelSim.Engine.Functional.Execution;
using AccelSim.Engine.Functional.Execution.Checks;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;
using AccelSim.Tests.Engine;
using NUnit.Framework;

namespace AccelSim.Tests.Laws;

/// <summary>One test per numbered deviation of docs/DEVIATIONS.md: it asserts the gap, and fails when the gap is closed.</summary>
public sealed class DeviationTests
{
    private static readonly Machine Machine = TestMachines.Small;

    private static OperationCounters Run(Machine machine, Operation operation, Mapping? map = null) => new Simulator(machine).Run(operation, map).Counters;

    private static Mapping Tiles(int m, int n, int k) => new() { TileM = m, TileN = n, TileK = k };

    private static TileTiming Timing(Machine machine, string activations, string weights, int m = 16, int n = 16, int k = 64) => TileTiming.Of(
        machine, MultiplyPlanner.Plan(machine, NamedFormat.Of(activations), NamedFormat.Of(weights), OperandRole.Weights), OperandRole.Weights, m, n, k);

    private static StepRun Step(params (Operation Operation, long Repeats)[] operations) => StepRun.Of(
        new Simulator(Machine), new WorkloadStep { Name = "step", Operations = [.. operations.Select(o => new RepeatedOperation(o.Operation, o.Repeats))] });

    [Test]
    public void D1_An_operation_costs_the_same_wherever_it_stands()
    {
        StepRun run = Step((Gemms.Of(64, 64, 512), 1), (Gemms.Of(100, 300, 256), 1), (Gemms.Of(64, 64, 512), 1));
        Assert.That(run.Operations[2].Result.Counters, Is.SameAs(run.Operations[0].Result.Counters));
    }

    [Test]
    public void D2_An_edge_block_costs_as_much_as_a_full_one()
    {
        OperationCounters ragged = Run(Machine, Gemms.Of(17, 33, 512), Tiles(17, 33, 512)), full = Run(Machine, Gemms.Of(32, 48, 512), Tiles(32, 48, 512));
        Assert.That((ragged.Tokens, ragged.DenseBusyCycles), Is.EqualTo((full.Tokens, full.DenseBusyCycles)));
    }

    [Test]
    public void D3_A_closed_row_waits_for_the_activates_of_all_bank_groups()
    {
        DramTiming t = TestMachines.Hbm3;
        long standard = t.ActivateToRead + t.ReadLatency + t.BurstClocks;
        Assert.That(new FastBus(t, 8).Serve(0, 0, 1, false), Is.EqualTo(standard + 3 * t.ActivateToActivate));
    }

    [Test]
    public void D4_A_refresh_stops_every_bank([Range(0, 3)] int bank)
    {
        DramTiming t = TestMachines.Hbm3;
        long wait = new FastBus(t, 8).Serve(t.RefreshInterval, bank, 1, false) - new FastBus(t, 8).Serve(0, bank, 1, false) - t.RefreshInterval;
        Assert.That(wait, Is.EqualTo(t.RefreshCycle));
    }

    [Test]
    public void D5_Every_transfer_starts_on_the_first_bus() => Seeds.Check(100, designs =>
    {
        Machine machine = designs.Machine();
        Step[] transfers = [.. new Simulator(machine).Lower(designs.Operation()).Stream.Where(s => s.Kind is StepKind.Load or StepKind.Store)];
        return transfers.All(s => s.Address % machine.Memory.StripeBytes == 0) ? null : "a transfer starts elsewhere";
    }, feasible: 0.9);

    [Test]
    public void D6_Padding_of_a_burst_is_timed_but_not_billed()
    {
        OperationCounters one = Run(Machine, Gemms.Of(1, 1, 1)), burst = Run(Machine, Gemms.Of(1, 1, 16));
        // 5 bytes an operand, an fp32 scale included, against 20: one burst each.
        Assert.That((one.DramReadBytes, burst.DramReadBytes), Is.EqualTo((10L, 40L)));
        Assert.That((one.DramBursts, one.Cycles), Is.EqualTo((burst.DramBursts, burst.Cycles)));
    }

    [Test]
    public void D7_An_exchange_does_not_delay_a_load()
    {
        Step load = Step0(StepKind.Load), exchange = Step0(StepKind.Exchange), vector = Step0(StepKind.Vector);
        (load.Bytes, load.BytesPerCore, load.BytesAllCores, load.Done0) = (1 << 16, 1 << 13, 1 << 16, 0);
        (exchange.BytesPerCore, exchange.BytesAllCores) = (1 << 10, 1 << 13);
        (vector.Cycles, vector.Wait0) = (1, new Wait(0, 1));
        Assert.That(FastEngine.Run(Machine, [], [exchange, load, vector]).Cycles, Is.EqualTo(FastEngine.Run(Machine, [], [load, vector]).Cycles));
    }

    private static Step Step0(StepKind kind) => AccelSim.Model.Steps.Step.Of(kind);

    [Test]
    public void D8_A_single_port_is_half_the_bandwidth_for_each_side()
    {
        Machine single = Machine with { Scratchpad = Machine.Scratchpad with { Ports = 1 } };
        Machine half = Machine with { Scratchpad = Machine.Scratchpad with { BytesPerBankPerCycle = Machine.Scratchpad.BytesPerBankPerCycle / 2 } };
        Assert.That(Run(single, Gemms.Of(300, 300, 1000)).All(), Is.EqualTo(Run(half, Gemms.Of(300, 300, 1000)).All()));
        single = Machine with { SharedBuffer = Machine.SharedBuffer with { Ports = 1 } };
        half = Machine with { SharedBuffer = Machine.SharedBuffer with { BytesPerBankPerCycle = Machine.SharedBuffer.BytesPerBankPerCycle / 2 } };
        Assert.That(Run(single, Gemms.Of(300, 300, 1000)).All(), Is.EqualTo(Run(half, Gemms.Of(300, 300, 1000)).All()));
        Assert.That(Run(single, Gemms.Of(300, 300, 1000)).Cycles, Is.GreaterThan(Run(Machine, Gemms.Of(300, 300, 1000)).Cycles));
    }

    [Test]
    public void D9_Only_the_product_of_banks_and_width_matters()
    {
        Machine other = Machine with
        {
            Scratchpad = Machine.Scratchpad with { Banks = Machine.Scratchpad.Banks / 8, BytesPerBankPerCycle = Machine.Scratchpad.BytesPerBankPerCycle * 8 },
            SharedBuffer = Machine.SharedBuffer with { Banks = 1, BytesPerBankPerCycle = Machine.SharedBuffer.BytesPerCycle },
        };
        Assert.That(Run(other, Gemms.Of(300, 300, 1000)).All(), Is.EqualTo(Run(Machine, Gemms.Of(300, 300, 1000)).All()));
    }

    [Test]
    public void D10_Dequantising_to_a_wider_input_costs_no_cycles()
    {
        TokenTiming narrow = Timing(Machine, "mxfp4", "mxfp4").Timing, wide = Timing(Machine, "bf16", "bf16").Timing;
        Assert.That((narrow.Dense, narrow.DenseLatency, narrow.Rescale), Is.EqualTo((wide.Dense, wide.DenseLatency, 0L)));
        VectorWorkIsEqual("mxfp4", "bf16");
    }

    private static void VectorWorkIsEqual(string narrow, string wide)
    {
        // The epilogue multiplies by a scale in one case and has none in the other; nothing is converted on the way in.
        long Busy(string format) => Run(Machine, Gemms.Of(64, 64, 512, format, format), Tiles(64, 64, 512)).VectorBusyCycles;
        Assert.That(Busy(narrow) - Busy(wide), Is.EqualTo(64 * 64 / Machine.VectorUnit.MultiplyPerCycle));
    }

    [Test]
    public void D11_A_switch_carries_the_rounds_of_a_ring([Values] CollectiveKind kind)
    {
        OperationCounters On(LinkTopology topology) => CollectiveTiming.Run(
            Machine with { Chips = 8, Links = new Links { Topology = topology, BytesPerSecond = 450_000_000_000, LatencyPs = 1_000_000 } },
            new CollectiveOperation { Name = "collective", Kind = kind, Bytes = 1 << 30 });
        OperationCounters ring = On(LinkTopology.Ring);
        Assert.That(On(LinkTopology.Switch).All(), Is.EqualTo(ring.All()));
        // Identities reference, section 8: 1 GiB over 8 devices at 450 GB/s, 4.176 ms before latency.
        double milliseconds = kind == CollectiveKind.AllReduce ? 4.176 : 2.088;
        int rounds = kind == CollectiveKind.AllReduce ? 14 : 7;
        Assert.That(ring.Cycles / (double)Machine.LoadClockHz * 1e3 - rounds * 1e-3, Is.EqualTo(milliseconds).Within(0.05).Percent);
    }

    [Test]
    public void D12_The_latency_of_gathering_delays_results_and_not_issue()
    {
        Machine slow = Machine with { GatherUnit = Machine.GatherUnit! with { Latency = 112 } };
        const string Sq = "sq(int8/int4,b=64,s=0.875)";
        GemmOperation gemm = Gemms.Of(128, 128, 512, "int4", Sq);
        Mapping map = Tiles(128, 128, 512) with { OperandBuffers = 1 };
        Assert.That(Run(slow, gemm, map).Cycles - Run(Machine, gemm, map).Cycles, Is.EqualTo(100));
    }

    [Test]
    public void D13_Operations_run_one_after_another()
    {
        Operation a = Gemms.Of(64, 64, 512), b = Attentions.Decode(2, 100, "bf16");
        Assert.That(Step((a, 3), (b, 2)).Total.Number(Metrics.Cycles), Is.EqualTo(3 * Run(Machine, a).Cycles + 2 * Run(Machine, b).Cycles));
        // A machine that prefetches brings weights for the product right behind an operation, and never keys or values.
        Machine ahead = Machine with { Prefetch = Prefetch.AcrossOperations, LaunchOverheadPs = 1_000_000 };
        long[] Brought(params (Operation, long)[] operations) => [.. StepRun.Of(new Simulator(ahead), new WorkloadStep
        {
            Name = "step",
            Operations = [.. operations.Select(o => new RepeatedOperation(o.Item1, o.Item2))],
        }).Operations.Select(o => o.Result.Operation.PrefetchBytes)];
        Assert.That(Brought((b, 1), (a, 1))[0], Is.GreaterThan(0));
        Assert.That(Brought((b, 1), (a, 3)), Is.All.Zero, "rows with a count");
        Assert.That(Brought((a, 1), (b, 1)), Is.All.Zero, "keys and values");
        Assert.That(Brought((a, 1), (b, 1), (a, 1)), Is.EqualTo(new[] { 0, Brought((b, 1), (a, 1))[0], 0 }), "past an attention");
    }

    [Test]
    public void D14_Sums_of_a_dot_product_unit_are_not_billed()
    {
        // Eight tiles along K would read 64 x 64 sums back seven times and write them eight times.
        OperationCounters c = Run(Machine, Gemms.Of(64, 64, 2048), Tiles(64, 64, 256));
        Assert.That((c.SumReadBytes, c.SumWriteBytes), Is.EqualTo((0, 0)));
    }

    [Test]
    public void D15_A_static_mask_is_loaded_with_every_wave_of_tokens()
    {
        const string Sq = "sq(int8/int4,b=64,s=0.875,static)";
        long Read(int tileM) => Run(Machine, Gemms.Of(64, 64, 512, "int4", Sq), Tiles(tileM, 64, 512)).DramReadBytes;
        Assert.That(Read(16) - Read(64), Is.EqualTo(3 * 512));
    }

    [Test]
    public void D16_Stack_ids_change_capacity_and_no_time()
    {
        Machine four = Machine with { Memory = Machine.Memory with { Timing = Machine.Memory.Timing with { StackIds = 4 } } };
        Assert.That(Run(four, Gemms.Of(300, 300, 1000)).All(), Is.EqualTo(Run(Machine, Gemms.Of(300, 300, 1000)).All()));
    }

    [Test]
    public void D17_Idle_parts_of_a_K_split_still_join()
    {
        Mapping split = Tiles(32, 32, 256) with { CoresK = 4 };
        long exchanged = Run(Machine, Gemms.Of(32, 32, 256), split).NetworkBytes - Run(Machine, Gemms.Of(32, 32, 256), split with { CoresK = 1 }).NetworkBytes;
        Assert.That(exchanged, Is.EqualTo(3 * 32 * 32 * 4));
    }

    [Test]
    public void D19_A_panel_takes_the_time_of_the_port_it_does_not_need()
    {
        // A tile that is in the shared buffer already waits behind a panel that is still on its way there.
        Step panel = Step0(StepKind.Load), tile = Step0(StepKind.Load), vector = Step0(StepKind.Vector);
        (panel.Bytes, panel.StopsAtSharedBuffer) = (1 << 16, true);
        (tile.Bytes, tile.BytesPerCore, tile.BytesAllCores, tile.FromSharedBuffer, tile.Done0) = (64, 64, 64, true, 0);
        (vector.Cycles, vector.Wait0) = (1, new Wait(0, 1));
        long Cycles(params Step[] steps) => FastEngine.Run(Machine, [], steps).Cycles;
        Assert.That(Cycles(panel, tile, vector), Is.GreaterThan(Cycles(tile, vector) + (1 << 16) / Machine.SharedBuffer.BytesPerCycle));
    }

    [TestCase(Dataflow.OutputStationary, 32)]
    [TestCase(Dataflow.WeightStationary, 0)]
    [TestCase(Dataflow.InputStationary, 0)]
    public void D20_The_figure_of_SCALE_Sim_lacks_the_drain_of_output_stationary_folds(Dataflow dataflow, long perFold)
    {
        // One array, ideal memories, an output register: 2R + C + T - 2 per fold against the R + C + T - 2 of SCALE-Sim's code.
        Machine machine = IdealMachine.Systolic(32, 32, dataflow, depth: dataflow == Dataflow.OutputStationary ? 1 : 0) with { Compatibility = Compatibility.ScaleSim };
        GemmOperation gemm = Gemms.Of(256, 128, 256);
        OperationResult result = new Simulator(machine).Run(gemm, Gemms.OneTile(gemm));
        long reported = (long)OperationMetrics.Of(machine, result).Number(Metrics.ScaleSimCycles) + 1;
        Assert.That(result.Counters.Cycles - IdealMachine.Overhead - reported, Is.EqualTo(result.Counters.Tokens * perFold));
    }

    [Test]
    public void D23_Receivers_in_two_columns_of_a_mesh_share_one_link()
    {
        // Two by two cores, each column behind a link of its own: two receivers take twice as long as one wherever they lie.
        Machine mesh = Machine with { Cores = 4, FabricatedCores = 4, Network = new() { BytesPerCorePerCycle = 32, Topology = NetworkTopology.Mesh, Multicast = false } };
        Step one = Step0(StepKind.Load), two;
        (one.Bytes, one.BytesPerCore, one.BytesAllCores, one.FromSharedBuffer) = (1 << 10, 1 << 10, 1 << 10, true);
        two = one with { BytesAllCores = 2 << 10 };
        long Cycles(Step step) => FastEngine.Run(mesh, [], [step]).Cycles;
        Assert.That(Cycles(two) - Cycles(one), Is.EqualTo((1 << 10) / 32 + (1 << 10) / mesh.SharedBuffer.BytesPerCycle));
    }

    [Test]
    public void D25_A_selector_with_banks_takes_the_same_time_whatever_the_mask()
    {
        // Four picks an access in four banks: on average 2.125 of them in the fullest; a mask decides between 1 (none meet) and 4 (all meet).
        long Select(int banks, int perCycle = 4) => Timing(Machine with
        {
            SparseUnit = Machine.SparseUnit! with { SelectBanks = banks, SelectPerCycle = perCycle },
        }, "int4", "sq(int8/int4,b=16,s=0.875)").Timing.Select;
        Assert.That(Select(4), Is.EqualTo(Math.Ceiling(2.125 * Select(0))).And.GreaterThan(Select(0)).And.LessThan(Select(0, 1)));
    }

    [Test]
    public void D24_A_limit_below_a_chunk_is_one_chunk_and_stores_have_none()
    {
        Machine With(long bytes) => Machine with { Dma = new() { OutstandingBytes = bytes } };
        long chunk = Machine.Memory.ChunkBytes;
        Step load = Step0(StepKind.Load), store = Step0(StepKind.Store);
        (load.Bytes, load.BytesPerCore, load.BytesAllCores) = (8 * chunk, chunk, 8 * chunk);
        (store.Bytes, store.BytesPerCore, store.BytesAllCores) = (8 * chunk, chunk, 8 * chunk);
        Assert.That(FastEngine.Run(With(1), [], [load]).All(), Is.EqualTo(FastEngine.Run(With(chunk), [], [load]).All()));
        Assert.That(FastEngine.Run(With(1), [], [store]).All(), Is.EqualTo(FastEngine.Run(Machine, [], [store]).All()));
    }

    [Test]
    public void D21_Sq_activations_over_per_channel_weights_are_billed_no_rescaling()
    {
        NumberFormat activations = NamedFormat.Of("sq(int8/int4,b=16,s=0.75)"), weights = NamedFormat.Of("int4");
        Assert.That(MultiplyPlanner.Plan(Machine, activations, weights, OperandRole.Weights).RescalesPerGroup, Is.Zero);
        GemmOperand a = DrawnOperands.Activations(activations, 1, 8, 256), w = DrawnOperands.Weights(weights, 2, 8, 256);
        float[] perBank = GemmReference.Multiply(a, w);
        var once = new float[64];
        for (int i = 0; i < once.Length; i++)
        {
            (int m, int n) = (i / 8, i % 8);
            foreach (bool high in new[] { false, true })
            {
                float scale = (high ? a.HighScales : a.LowScales)[m * a.Segments] * w.LowScales[n];
                once[i] = MathF.FusedMultiplyAdd(scale, SumRounding.Round(PathSum.Exact(a, m * 256, w, n * 256, 0, 256, high), 0), once[i]);
            }
        }
        Assert.That(perBank, Is.Not.EqualTo(once));
        Assert.That(perBank, Is.EqualTo(once).Within(1e-4));
    }

    [Test]
    public void D22_The_scale_of_an_output_row_is_known_before_the_row_is()
    {
        GemmOperation gemm = Gemms.Of(4, 32, 64, output: "int8");
        GemmInstance operands = DrawnOperands.For(gemm, 3)[0];
        float[] sums = GemmReference.Multiply(operands.Activations, operands.Weights);
        float[] rows = FunctionalGemm.Run(Machine, gemm, Tiles(4, 8, 64), operands.Activations, operands.Weights);
        Assert.That(rows, Is.EqualTo(PlainQuantizer.Quantize(new PlainFormat(ScalarFormats.Int8), sums, 4, 32).Dequantize()));
        // Four tiles of eight columns would have four scales a row, and neither their bytes nor a second pass are billed.
        Assert.That(Run(Machine, gemm, Tiles(4, 8, 64)).DramWriteBytes, Is.LessThanOrEqualTo(4 * (32 + 4 * 4)));
    }
}
