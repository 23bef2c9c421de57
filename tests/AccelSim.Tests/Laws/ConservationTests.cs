using AccelSim.Engine.Bounds;
using AccelSim.Engine.Results;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Tests.Engine;
using NUnit.Framework;

namespace AccelSim.Tests.Laws;

/// <summary>Bounds and conservation laws (identities reference, sections 2 and 3) over random designs, the mapper included.</summary>
public sealed class ConservationTests
{
    private static readonly int Cases = Environment.GetEnvironmentVariable("ACCELSIM_FULL") == "1" ? 5_000 : 250;

    /// <summary>Each design is run once and shown to every law.</summary>
    private static readonly Lazy<List<(int Seed, Machine Machine, OperationResult Result)>> Results = new(() =>
    {
        var results = new List<(int, Machine, OperationResult)>();
        int seed = 0;
        Seeds.Check(Cases, designs =>
        {
            int number = seed++;
            Machine machine = designs.Machine();
            results.Add((number, machine, new Simulator(machine).Run(designs.Operation())));
            return null;
        }, feasible: 0.9);
        return results;
    });

    private static void Check(Func<Machine, OperationResult, OperationCounters, string?> law)
    {
        string[] broken = [.. Results.Value.Select(r => (r.Seed, Wrong: law(r.Machine, r.Result, r.Result.Counters)))
            .Where(r => r.Wrong is not null).Select(r => $"seed {r.Seed}: {r.Wrong}")];
        Assert.That(broken, Is.Empty);
    }

    private static string? Fail(bool holds, string what) => holds ? null : what;

    [Test]
    public void Every_MAC_is_issued_and_only_masked_ones_besides() => Check((_, result, c) => result.Operation switch
    {
        AttentionOperation { Causal: true } a => Fail(
            c.IssuedMacs >= a.Macs && c.IssuedMacs <= a.Shapes.Sum(s => s.Count * s.QLen * s.KvLen) * a.Heads * (a.QkDim + a.VDim),
            $"{c.IssuedMacs} issued of {a.Macs}"),
        _ => Fail(c.IssuedMacs == result.Operation.Macs, $"{c.IssuedMacs} issued of {result.Operation.Macs}"),
    });

    [Test]
    public void Every_cycle_has_one_label() => Check((_, _, c) =>
        Fail(c.ComputeCycles + c.Stalls.Sum() == c.Cycles && c.Stalls.All(s => s >= 0) && c.ComputeCycles > 0, "labels and cycles differ"));

    [Test]
    public void DRAM_moves_every_input_and_output_at_least_once() => Check((_, result, c) =>
    {
        (long read, long write) = BoundJudge.Compulsory(result.Operation);
        return Fail(c.DramReadBytes >= read && c.DramWriteBytes >= write, $"read {c.DramReadBytes} of {read}, wrote {c.DramWriteBytes} of {write}");
    });

    [Test]
    public void Bursts_hold_the_bytes_and_little_more() => Check((machine, _, c) =>
    {
        long bytes = c.DramReadBytes + c.DramWriteBytes, burst = machine.Memory.Timing.BurstBytes, held = c.DramBursts * burst;
        // A transfer starts on a stripe, so only its last unit has a partial burst.
        return Fail(held >= bytes && held < bytes + c.Steps * burst, $"{held} bytes of bursts hold {bytes}");
    });

    [Test]
    public void A_burst_hits_misses_or_conflicts_and_only_the_latter_activate() => Check((machine, _, c) =>
    {
        int groups = machine.Memory.Timing.BankGroups;
        long opened = c.RowMisses + c.RowConflicts;
        return Fail(c.RowHits + opened == c.DramBursts, "outcomes differ from bursts")
            ?? Fail(c.Activations >= opened && c.Activations <= groups * opened, $"{c.Activations} activations for {opened} bursts")
            ?? Fail(c.Precharges >= c.RowConflicts && c.Precharges <= c.Activations, $"{c.Precharges} precharges");
    });

    [Test]
    public void No_result_beats_the_roofline() => Check((machine, result, c) =>
    {
        double seconds = (c.Cycles - machine.LaunchCycles) / (double)machine.LoadClockHz;
        double rate = result.Plans.LogicalRate(result.Operation) * machine.Cores * machine.LoadClockHz;
        double compute = rate > 0 ? result.Operation.Macs / rate : 0;
        double memory = (c.DramReadBytes + c.DramWriteBytes) / machine.Memory.PeakBytesPerSecond;
        return Fail(seconds >= Math.Max(compute, memory) * (1 - 1e-9), $"{seconds} s against {compute} and {memory}");
    });

    [Test]
    public void A_result_never_exceeds_the_sum_of_its_resources() => Check((machine, _, c) =>
    {
        Memory memory = machine.Memory;
        DramTiming t = memory.Timing;
        double core = 1e12 / machine.LoadClockHz;
        // Serial upper bound: every burst on one bus in a row conflict, every byte over every port alone, every latency for every step.
        double burst = (t.Precharge + t.ActivateToRead + t.ActivateToPrecharge + t.ReadLatency + t.WriteLatency + t.WriteRecovery + t.BurstClocks
            + t.BankGroups * (t.ActivateToActivate + t.FourActivates) + t.ReadToWrite + t.WriteToRead) * t.TckPs / core;
        double refresh = 1 + 2.0 * t.RefreshCycle / t.RefreshInterval;
        double ports = c.SharedReadBytes / (double)machine.SharedBuffer.BytesPerCycle
            + c.NetworkBytes / (double)machine.Network.BytesPerCorePerCycle + c.ScratchpadWriteBytes / (double)machine.Scratchpad.PortBytesPerCycle;
        double steps = c.Steps * (memory.LatencyCycles + 2.0 * machine.Network.Latency + machine.SharedBuffer.Latency + machine.VectorUnit.Latency + 10);
        double units = 10.0 * (c.DenseBusyCycles + c.SparseBusyCycles + c.RescaleBusyCycles + c.VectorBusyCycles) + 1000;
        double most = machine.LaunchCycles + refresh * c.DramBursts * burst + ports + c.ScratchpadReadBytes + steps + units + 3.0 * c.DramBursts;
        return Fail(c.Cycles <= most, $"{c.Cycles} cycles, serial bound {most}");
    });

    [Test]
    public void What_a_level_sends_the_next_receives() => Check((_, result, c) =>
        Fail(c.SharedWriteBytes == c.DramReadBytes + c.DramWriteBytes + Kept(result.Operation, c), "shared buffer against DRAM")
        ?? Fail(c.NetworkBytes == c.ScratchpadWriteBytes + c.DramWriteBytes + Kept(result.Operation, c), "network against scratchpads")
        ?? Fail(c.SharedReadBytes >= c.DramReadBytes + c.DramWriteBytes - result.Operation.PrefetchBytes && c.NetworkBytes >= c.SharedReadBytes, "the shared buffer sent less than it got")
        ?? Fail(c.NetworkBytes >= BoundJudge.Inputs(result.Operation) + c.DramWriteBytes, "the cores got less than they need"));

    /// <summary>What the stores of an output that stays on chip leave in the shared buffer; at least the output.</summary>
    private static long Kept(Operation operation, OperationCounters c)
    {
        if (!operation.OutputOnChip) return 0;
        Assert.That(c.DramWriteBytes, Is.Zero);
        Assert.That(c.SharedWriteBytes - c.DramReadBytes, Is.GreaterThanOrEqualTo(BoundJudge.Kept(operation)));
        return c.SharedWriteBytes - c.DramReadBytes;
    }

    [Test]
    public void A_product_that_fits_on_chip_moves_exactly_the_compulsory_bytes() => Seeds.Check(300, designs =>
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        if (operation is not GemmOperation gemm) return null;
        // Rows and columns in one wave each, so that nothing stored per tensor is stored twice.
        machine = machine with { Scratchpad = machine.Scratchpad with { CapacityBytes = 1L << 40 } };
        GemmShape shape = gemm.Shapes[0];
        // A panel is warm as a whole.
        long whole = gemm.Weights.Store(OperandRole.Weights, shape.K, shape.N).Bytes;
        gemm = gemm with { Shapes = [shape with { Count = 1 }], WarmWeightBytes = gemm.WarmWeightBytes > 0 ? whole : 0 };
        var map = new Mapping { TileM = (int)shape.M, TileN = (int)shape.N, TileK = 32 * (1 + (int)shape.K % 3), HoldActivations = true, HoldWeights = true };
        OperationCounters c = new Simulator(machine).Run(gemm, map).Counters;
        return Fail((c.DramReadBytes, c.DramWriteBytes) == BoundJudge.Compulsory(gemm), $"{c.DramReadBytes} and {c.DramWriteBytes} of {BoundJudge.Compulsory(gemm)}");
    });

    [Test]
    public void One_decode_step_reads_the_cache_of_every_token_once()
    {
        // Llama-3.1-8B, one layer of 32: 4,096 bytes per token in bf16; identities reference, section 3.
        AttentionOperation decode = Attentions.Decode(batch: 32, context: 2048, cache: "bf16");
        OperationCounters c = new Simulator(TestMachines.Small).Run(decode).Counters;
        long cache = 4096L * 2048 * 32, queries = 32L * 32 * 128 * 2;
        Assert.That(c.DramReadBytes, Is.EqualTo(cache + queries));
        Assert.That(c.DramWriteBytes, Is.EqualTo(queries));
    }

    [Test]
    public void Verification_of_several_tokens_reads_the_cache_as_often_as_one_decode_step()
    {
        OperationCounters one = new Simulator(TestMachines.Small).Run(Attentions.Decode(4, 4096, "bf16")).Counters;
        OperationCounters five = new Simulator(TestMachines.Small).Run(Attentions.Decode(4, 4096, "bf16", queries: 5)).Counters;
        long queries = 4L * 32 * 128 * 2;
        Assert.That(five.DramReadBytes - 5 * queries, Is.EqualTo(one.DramReadBytes - queries));
    }
}
