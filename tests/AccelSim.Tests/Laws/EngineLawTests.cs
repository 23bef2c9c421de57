using System.Security.Cryptography;
using System.Text;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Results;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;
using AccelSim.Tests.Engine;
using NUnit.Framework;

namespace AccelSim.Tests.Laws;

/// <summary>Metamorphic relations of whole runs (identities reference, section 6), and what an engine does when it cannot go on.</summary>
public sealed class EngineLawTests
{
    private const int Cases = 300;

    private static OperationCounters Run(Machine machine, Operation operation, Mapping map)
    {
        new Mapper(machine).Check(operation, map);
        Lowered lowered = Lowering.Lower(machine, operation, [map]);
        return FastEngine.Run(machine, lowered.Tokens, lowered.Stream);
    }

    private static string Text(OperationCounters counters) => string.Join('\n', counters.All());

    [Test]
    public void Scaling_the_clock_and_every_bandwidth_together_changes_no_counter() => Seeds.Check(Cases, designs =>
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        // On-chip bandwidths are per cycle; DRAM follows through its clock period, the launch is a time.
        machine = machine with { ClockUnderLoadPpm = 1_000_000, ClockHz = 1_000_000_000, LaunchOverheadPs = 120_000 };
        Machine slower = machine with
        {
            ClockHz = machine.ClockHz / 4,
            LaunchOverheadPs = machine.LaunchOverheadPs * 4,
            Memory = machine.Memory with { Timing = machine.Memory.Timing with { TckPs = machine.Memory.Timing.TckPs * 4 } },
        };
        OperationCounters a = Run(machine, operation, map), b = Run(slower, operation, map);
        return a.Equals(b) ? null : $"{a.Cycles} and {b.Cycles} cycles";
    });

    /// <summary>Counters of one product, and of four of its kind in one run on the same cores.</summary>
    private static (OperationCounters One, OperationCounters Four) OneAndFour(Machine machine, GemmOperation gemm, Mapping map)
    {
        GemmShape shape = gemm.Shapes[0];
        Mapping serial = map with { CoresG = 1 };
        OperationCounters Times(long count) => Run(machine, gemm with { Shapes = [shape with { Count = count }] }, serial);
        return (Times(1), Times(4));
    }

    [Test]
    public void Several_independent_products_in_one_run_take_no_longer_than_one_after_another() => Seeds.Check(Cases, designs =>
    {
        Machine random = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(random, operation);
        if (operation is not GemmOperation gemm) return null;
        // With memory that is never in the way; DRAM is a greedy schedule, for which there is no such law.
        Machine ideal = IdealMachine.Of(random.TensorUnit);
        Machine machine = random with { LaunchOverheadPs = 0, Memory = ideal.Memory, SharedBuffer = ideal.SharedBuffer };
        (OperationCounters one, OperationCounters four) = OneAndFour(machine, gemm, map);
        return four.Cycles <= 4 * one.Cycles ? null : $"four take {four.Cycles}, one takes {one.Cycles}";
    });

    [Test]
    public void Where_they_meet_in_DRAM_only_the_rows_they_close_for_each_other_cost_time() => Seeds.Check(Cases, designs =>
    {
        Machine machine = designs.Plain();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        if (operation is not GemmOperation gemm) return null;
        // Without refresh, which a short run may escape; nor with detail on chip, which spreads loads in time so that they meet in other rows.
        DramTiming dram = machine.Memory.Timing with { RefreshInterval = int.MaxValue };
        machine = machine with { Memory = machine.Memory with { Timing = dram } };
        (OperationCounters one, OperationCounters four) = OneAndFour(machine, gemm, map);
        // Stores of one meet loads of the next in other rows of the same bank, which one alone is spared. Where the four close no more rows than
        // four alone do, they may still close others, at a worse moment: then every row that they close counts.
        long beyond = four.Precharges - 4 * one.Precharges;
        long closed = (beyond > 0 ? beyond : four.Precharges) / dram.BankGroups;
        // What a closed row can hold up at most: its bank, the activates of all groups, and both turnarounds of the bus.
        long row = dram.ActivateToPrecharge + dram.WriteLatency + dram.BurstClocks + dram.WriteRecovery + dram.Precharge
            + dram.BankGroups * dram.ActivateToActivate + dram.FourActivates + Math.Max(dram.ActivateToRead, dram.ActivateToWrite)
            + dram.WriteToRead + dram.ReadToWrite;
        long allowed = closed * ClockRatio.Of(machine).ToCore(row);
        long excess = four.Cycles - 4 * one.Cycles;
        return excess <= allowed ? null : $"four take {excess} cycles more than four times one; {closed} closed rows explain {allowed}";
    });

    [Test]
    public void The_same_arguments_give_the_same_bytes_on_any_number_of_threads()
    {
        string Hash(int seed)
        {
            var designs = new RandomDesigns(seed);
            Machine machine = designs.Machine();
            OperationResult result;
            try
            {
                result = new Simulator(machine).Run(designs.Operation());
            }
            catch (InfeasibleException why)
            {
                return why.Message;
            }
            return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Text(result.Counters) + string.Join('\n', result.Mappings))));
        }

        int[] seeds = [.. Enumerable.Range(0, 60)];
        string[] serial = [.. seeds.Select(Hash)];
        Assert.That(seeds.AsParallel().AsOrdered().WithDegreeOfParallelism(8).Select(Hash), Is.EqualTo(serial));
        Assert.That(serial.Distinct().Count(), Is.GreaterThan(50), "the hash tells results apart");
    }

    [Test]
    public void Equal_operations_have_equal_results_and_keep_their_own_names()
    {
        var simulator = new Simulator(TestMachines.Small);
        OperationResult first = simulator.Run(Gemms.Of(70, 80, 90)), second = simulator.Run(Gemms.Of(70, 80, 90) with { Name = "other" });
        Assert.That(second.Counters, Is.SameAs(first.Counters));
        Assert.That(second.Operation.Name, Is.EqualTo("other"));
        Assert.That(simulator.Run(Gemms.Of(70, 80, 91)).Counters, Is.Not.SameAs(first.Counters));
    }

    [Test]
    public void A_mapping_given_by_the_user_is_the_one_that_runs()
    {
        var map = new Mapping { TileM = 32, TileN = 32, TileK = 64 };
        OperationResult pinned = new Simulator(TestMachines.Small).Run(Gemms.Of(128, 128, 128), map);
        Assert.That(pinned.Mappings.Single(), Is.EqualTo(map));
        Assert.That(pinned.Counters.Cycles, Is.GreaterThan(new Simulator(TestMachines.Small).Run(Gemms.Of(128, 128, 128)).Counters.Cycles));
    }

    [Test]
    public void A_stream_that_waits_for_itself_is_trapped_with_every_queue_in_the_message()
    {
        Step load = Step.Of(StepKind.Load);
        (load.Bytes, load.BytesPerCore, load.BytesAllCores) = (64, 64, 64);
        load.Wait0 = new Wait(3, 1);
        Step vector = Step.Of(StepKind.Vector);
        vector.Cycles = 5;
        vector.Wait0 = new Wait(4, 2);
        vector.Done0 = 3;
        DeadlockException trapped = Assert.Throws<DeadlockException>(() => FastEngine.Run(TestMachines.Small, [], [vector, load]))!;
        Assert.That(trapped.Message, Does.Contain("load queue: step 1 waits for r3 has 0 needs 1").And.Contain("vector queue: step 0 waits for r4 has 0 needs 2"));
    }

    [Test]
    public void A_run_keeps_to_its_allocation_budget_per_step()
    {
        GemmOperation Gemm(long n) => Gemms.Of(256, n, 4096);
        var map = new Mapping { CoresN = 8, TileM = 64, TileN = 64, TileK = 256 };
        long Allocated(long n)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Run(TestMachines.Small, Gemm(n), map);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // What a step allocates dies young: states of split DRAM intervals, spans of vector steps. A budget keeps it so.
        long small = Allocated(1 << 13), large = Allocated(1 << 16), steps = (large - small) / (((1 << 16) - (1 << 13)) / 512 * 16);
        Assert.That(steps, Is.LessThan(1000), "bytes per step along K");
    }

    [Test]
    public void Time_is_the_launch_overhead_longer_and_otherwise_equal() => Seeds.Check(Cases, designs =>
    {
        Machine machine = designs.Machine();
        // What is brought for the next operation may arrive during its launch: PrefetchTests.
        Operation operation = designs.Operation() with { PrefetchBytes = 0 };
        Mapping map = designs.Mapping(machine, operation);
        // A refresh interval that never comes, and clocks that tick together, so that a shift in time changes nothing else.
        machine = machine with
        {
            ClockHz = 1_000_000_000,
            ClockUnderLoadPpm = 1_000_000,
            LaunchOverheadPs = 0,
            Memory = machine.Memory with { Timing = machine.Memory.Timing with { TckPs = 1000, RefreshInterval = int.MaxValue } },
        };
        long without = Run(machine, operation, map).Cycles, with = Run(machine with { LaunchOverheadPs = 777_000 }, operation, map).Cycles;
        return with == without + 777 ? null : $"{with} cycles with, {without} without a launch of 777";
    });
}
