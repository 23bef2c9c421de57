using System.Collections.Immutable;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Explore.Identities;
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

/// <summary>First weights of a product, brought while the operation before it computes (<c>prefetch: across_operations</c>).</summary>
public sealed class PrefetchTests
{
    private const int Cases = 400;

    private static readonly Machine Serial = TestMachines.Small with { LaunchOverheadPs = 2_000_000 };

    private static readonly Machine Ahead = Serial with { Prefetch = Prefetch.AcrossOperations };

    private static StepRun Run(Machine machine, params Operation[] operations) => StepRun.Of(new Simulator(machine), new WorkloadStep
    {
        Name = "step",
        Operations = [.. operations.Select(o => new RepeatedOperation(o, 1))],
    });

    private static OperationCounters Counters(Machine machine, Operation operation, Mapping map)
    {
        Lowered lowered = Lowering.Lower(machine, operation, [map]);
        return FastEngine.Run(machine, lowered.Tokens, lowered.Stream);
    }

    private static string? Fail(bool holds, string text) => holds ? null : text;

    /// <summary>A random design whose clocks tick together and whose memory is never refreshed, so that a shift in time changes nothing else.</summary>
    private static (Machine Machine, Operation Operation, Mapping Map) Steady(RandomDesigns designs)
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        return (machine with
        {
            ClockHz = 1_000_000_000,
            ClockUnderLoadPpm = 1_000_000,
            LaunchOverheadPs = 0,
            Memory = machine.Memory with { Timing = machine.Memory.Timing with { TckPs = 1000, RefreshInterval = int.MaxValue } },
        }, operation, map);
    }

    [Test]
    public void Bringing_weights_moves_their_bytes_into_the_shared_buffer_and_nothing_else() => Seeds.Check(Cases, designs =>
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        const long Bytes = 3000;
        OperationCounters c = Counters(machine, operation with { PrefetchBytes = Bytes }, map), without = Counters(machine, operation with { PrefetchBytes = 0 }, map);
        return Fail(c.Steps == without.Steps + 1 && c.DramReadBytes == without.DramReadBytes + Bytes && c.SharedWriteBytes == without.SharedWriteBytes + Bytes, "the bytes are not there")
            ?? Fail((c.DramWriteBytes, c.SharedReadBytes, c.NetworkBytes, c.ScratchpadReadBytes, c.ScratchpadWriteBytes, c.IssuedMacs, c.Tokens)
                == (without.DramWriteBytes, without.SharedReadBytes, without.NetworkBytes, without.ScratchpadReadBytes, without.ScratchpadWriteBytes, without.IssuedMacs, without.Tokens), "something else moved")
            ?? Fail((c.DenseBusyCycles, c.SparseBusyCycles, c.VectorBusyCycles) == (without.DenseBusyCycles, without.SparseBusyCycles, without.VectorBusyCycles), "other work was done");
    });

    [Test]
    public void Weights_under_way_hold_up_the_end_by_what_the_next_launch_does_not_hide() => Seeds.Check(Cases, designs =>
    {
        (Machine machine, Operation operation, Mapping map) = Steady(designs);
        operation = operation with { PrefetchBytes = 20_000 };
        OperationCounters At(long launch) => Counters(machine with { LaunchOverheadPs = launch * 1000 }, operation, map);
        const long Long = 1_000_000, Short = 137;
        // Behind a long launch the weights arrive in time, so all else ends the operation.
        long others = At(Long).Cycles - Long, whole = At(0).Cycles;
        OperationCounters with = At(Short);
        return Fail(whole >= others && with.Cycles == Math.Max(others + Short, whole), $"{with.Cycles} cycles; all else takes {others}, with the weights {whole}")
            ?? Fail(whole == others || At(0).Stalls[(int)StallCause.Dram] >= whole - others, "the wait for weights is not one for DRAM");
    });

    [Test]
    public void Warm_weights_serve_the_first_loads_whole_and_in_order() => Seeds.Check(3 * Cases, designs =>
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        if (operation is not GemmOperation { WarmWeightBytes: > 0 } warm) return null;
        GemmOperation cold = warm with { WarmWeightBytes = 0 };
        IReadOnlyList<long> sums = Lowering.FirstWeightLoads(machine, cold, [map], warm.WarmWeightBytes);
        long covered = sums.Count == 0 ? 0 : sums[^1];
        OperationCounters c = Counters(machine, warm, map), without = Counters(machine, cold, map);
        (TilePosition At, long Bytes)[] FromMemory(GemmOperation gemm) => [.. Lowering.Lower(machine, gemm, [map]).Stream
            .Where(s => s is { Operand: Operand.Weights, FromSharedBuffer: false, Kind: StepKind.Load }).Select(s => (s.Position, s.Bytes))];
        (TilePosition At, long Bytes)[] all = FromMemory(cold);
        return Fail(without.DramReadBytes - c.DramReadBytes == covered, $"{without.DramReadBytes - c.DramReadBytes} bytes saved of {covered}")
            ?? Fail(all.Except(all.Where(l => l.At.MWave == 0).Take(sums.Count)).SequenceEqual(FromMemory(warm).Distinct()), "other loads than the first are warm")
            ?? Fail((c.SharedReadBytes, c.NetworkBytes, c.IssuedMacs) == (without.SharedReadBytes, without.NetworkBytes, without.IssuedMacs), "the cores got something else");
    });

    [Test]
    public void A_machine_that_prefetches_is_never_slower_and_moves_the_same_bytes()
    {
        int faster = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            Operation[] operations = [.. Enumerable.Range(0, 4).Select(_ => (Operation)Gemms.Of(random.Next(1, 100), random.Next(1, 400), 8 * random.Next(1, 100), "bf16", "bf16"))];
            StepRun before = Run(Serial, operations), after = Run(Ahead, operations);
            double Cycles(StepRun run) => run.Total.Number(Metrics.Cycles);
            Assert.That(Cycles(after), Is.LessThanOrEqualTo(Cycles(before)), $"seed {seed}");
            Assert.That(after.Total.Number(Metrics.DramReadBytes), Is.EqualTo(before.Total.Number(Metrics.DramReadBytes)), $"seed {seed}");
            if (Cycles(after) < Cycles(before)) faster++;
        }
        Assert.That(faster, Is.GreaterThan(30));
    }

    [Test]
    public void What_one_operation_brings_the_next_one_finds()
    {
        ImmutableArray<StepOperation> run = Run(Ahead, Gemms.Of(16, 256, 512), Gemms.Of(16, 512, 256), Gemms.Of(16, 256, 512)).Operations;
        long[] brought = [.. run.Select(o => o.Result.Operation.PrefetchBytes)], found = [.. run.Select(o => ((GemmOperation)o.Result.Operation).WarmWeightBytes)];
        Assert.That(found[1..], Is.EqualTo(brought[..^1]));
        Assert.That(brought[..^1], Is.All.GreaterThan(0));
        Assert.That((found[0], brought[^1]), Is.EqualTo((0, 0)));
    }

    [Test]
    public void Both_engines_carry_a_step_alike()
    {
        Machine both = Ahead with { SharedBuffer = Ahead.SharedBuffer with { KeepOutputs = true } };
        var step = new WorkloadStep
        {
            Name = "step",
            Operations = [.. new Operation[] { Gemms.Of(16, 256, 512, "bf16", "bf16"), Attentions.Decode(2, 100, "bf16"), Gemms.Of(16, 512, 256, "bf16", "bf16"), Gemms.Of(8, 64, 512) }.Select(o => new RepeatedOperation(o, 1))],
        };
        StepRun fast = StepRun.Of(new Simulator(both, EngineChoice.Fast), step), reference = StepRun.Of(new Simulator(both, EngineChoice.Reference), step);
        Assert.That(fast.Operations.Count(o => o.Result.Operation.PrefetchBytes > 0), Is.EqualTo(2));
        Assert.That(reference.Operations.Select(o => o.Result.Operation), Is.EqualTo(fast.Operations.Select(o => o.Result.Operation)));
        for (int i = 0; i < fast.Operations.Length; i++) Assert.That(reference.Operations[i].Result.Counters.All(), Is.EqualTo(fast.Operations[i].Result.Counters.All()), $"operation {i}");
    }

    [Test]
    public void No_more_is_brought_than_fits_beside_what_both_hold()
    {
        Operation[] pair = [Gemms.Of(16, 512, 512), Gemms.Of(16, 512, 512)];
        for (long kibibytes = 0; kibibytes < 600; kibibytes += 60)
        {
            Machine machine = Ahead with { SharedBuffer = Ahead.SharedBuffer with { CapacityBytes = 2 * Ahead.Memory.ChunkBytes + kibibytes * 1024 } };
            foreach (StepOperation operation in Run(machine, pair).Operations) new Mapper(machine).Check(operation.Result.Operation, operation.Result.Mappings);
            if (kibibytes == 0) Assert.That(Run(machine, pair).Operations[0].Result.Operation.PrefetchBytes, Is.Zero);
        }
    }

    [Test]
    public void A_buffer_without_room_for_what_is_brought_is_refused()
    {
        Machine small = Ahead with { SharedBuffer = Ahead.SharedBuffer with { CapacityBytes = 2 * Ahead.Memory.ChunkBytes } };
        Assert.Throws<InfeasibleException>(() => new Simulator(small).Run(Gemms.Of(16, 16, 512) with { PrefetchBytes = 1 }));
        Assert.Throws<InfeasibleException>(() => new Simulator(small).Run(Gemms.Of(16, 16, 512) with { WarmWeightBytes = 1 }));
    }
}
