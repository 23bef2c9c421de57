using System.Collections.Immutable;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using AccelSim.Tests.Engine.Kernels;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Mappers;

public sealed class MapperTests
{
    private static readonly Machine Machine = TestMachines.Small;

    private static bool Runs(Operation operation)
    {
        try
        {
            new Mapper(Machine).Map(operation);
            return true;
        }
        catch (InfeasibleException)
        {
            return false;
        }
    }

    private static string Text(IEnumerable<Mapping> mappings) => string.Join('\n', mappings);

    [Test]
    public void Results_do_not_depend_on_the_number_of_threads_or_the_order()
    {
        Operation[] operations =
        [
            .. Enumerable.Range(0, 60).Select(seed => new RandomDesigns(seed).Operation()).Where(Runs),
            Gemms.Of(1000, 777, 4096, "int4"),
            Attentions.Decode(3, 1000, "int8"),
        ];
        var serial = new Mapper(Machine);
        string[] expected = [.. operations.Select(o => Text(serial.Map(o)))];
        foreach (int threads in new[] { 1, 2, 8 })
        {
            var mapper = new Mapper(Machine);
            var found = new string[operations.Length];
            Parallel.For(0, operations.Length, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
                found[operations.Length - 1 - i] = Text(mapper.Map(operations[operations.Length - 1 - i])));
            Assert.That(found, Is.EqualTo(expected), $"{threads} threads");
        }
    }

    [Test]
    public void Equal_operations_are_searched_once_whatever_their_name()
    {
        var mapper = new Mapper(Machine);
        ImmutableArray<Mapping> first = mapper.Map(Gemms.Of(100, 200, 300));
        Assert.That(mapper.Map(Gemms.Of(100, 200, 300) with { Name = "other" })[0], Is.SameAs(first[0]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        mapper.Map(Gemms.Of(100, 200, 300) with { Name = "third" });
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(8000), "a search allocates hundreds of candidates");
    }

    [TestCase(64, 0.9)]
    [TestCase(12, 0.5)]
    [TestCase(4, 0.2)]
    public void What_the_mapper_finds_passes_its_own_check(int kibibytes, double feasible) => Seeds.Check(300, designs =>
    {
        Machine machine = designs.Machine();
        machine = machine with { Scratchpad = machine.Scratchpad with { CapacityBytes = kibibytes << 10 } };
        Operation operation = designs.Operation();
        var mapper = new Mapper(machine);
        foreach (Mapping map in mapper.Map(operation).Distinct())
        {
            Operation part = operation switch
            {
                GemmOperation g => g with { Shapes = [g.Shapes[mapper.Map(operation).IndexOf(map)]] },
                AttentionOperation a => a with { Shapes = [a.Shapes[mapper.Map(operation).IndexOf(map)]] },
                _ => operation,
            };
            mapper.Check(part, map);
        }
        return null;
    }, feasible);

    private static string Why(Machine machine, Operation operation, Mapping map) =>
        Assert.Throws<InfeasibleException>(() => new Mapper(machine).Check(operation, map))!.Message;

    private static readonly Mapping Fits = new() { TileM = 64, TileN = 64, TileK = 128 };

    [Test]
    public void A_mapping_that_does_not_fit_names_the_constraint_with_its_numbers()
    {
        GemmOperation gemm = Gemms.Of(512, 512, 512, "int4(g=128)");
        Assert.That(() => new Mapper(Machine).Check(gemm, Fits), Throws.Nothing);
        Assert.That(Why(Machine, gemm, Fits with { CoresM = 3, CoresN = 3 }), Does.Contain("1 x 3 x 3 x 1 = 9 exceed the machine's 8"));
        Assert.That(Why(Machine, gemm, Fits with { TileK = 100 }), Does.Contain("tile_k 100 is not a multiple of 128"));
        Assert.That(Why(Machine, gemm, Fits with { TileN = 0 }), Does.Contain("at least 1"));
        Assert.That(Why(Machine, gemm, Fits with { OperandBuffers = 5 }), Does.Contain("must be 1 to 4"));
        Assert.That(Why(Machine, gemm, Fits with { TileM = 512, TileN = 512, TileK = 512 }), Does.Match(@"buffers take \d{6,} bytes of a scratchpad of 524288"));
        Assert.That(Why(Machine with { SharedBuffer = Machine.SharedBuffer with { CapacityBytes = 100_000 } }, gemm, Fits with { HoldWeights = true }),
            Does.Match(@"holds \d{6} bytes in a shared buffer of 100000"));
        Assert.That(Why(Machine, Attentions.Decode(1, 100, "bf16"), Fits with { CoresN = 2 }), Does.Contain("cores_n must be 1 in attention, not 2"));
    }

    [Test]
    public void A_machine_too_small_for_any_mapping_is_refused_with_the_numbers_of_the_smallest()
    {
        Machine tiny = Machine with { Scratchpad = Machine.Scratchpad with { CapacityBytes = 64 } };
        InfeasibleException why = Assert.Throws<InfeasibleException>(() => new Mapper(tiny).Map(Gemms.Of(64, 64, 64)))!;
        Assert.That(why.Message, Does.Match(@"^gemm: no mapping fits; .* \d+ bytes of a scratchpad of 64$"));
    }

    private static readonly Operation[] Ordinary =
    [
        Attentions.Prefill(1024), Attentions.Decode(8, 4096, "bf16"), Attentions.Decode(8, 4096, "int8", queries: 4), Gemms.Of(1024, 1024, 1024), Gemms.Of(32, 4096, 4096, "bf16", "bf16"),
    ];

    [Test]
    public void Half_the_scratchpad_costs_no_more_than_five_times_as_long_down_to_where_nothing_fits([Values(0, 1, 2, 3, 4)] int at)
    {
        Machine machine = ShippedKernels.Machine("sq-next");
        long before = 0;
        int sizes = 0;
        for (long kibibytes = 512; kibibytes >= 8; kibibytes /= 2)
        {
            Machine smaller = machine with { Scratchpad = machine.Scratchpad with { CapacityBytes = kibibytes << 10 } };
            long cycles;
            try
            {
                cycles = new Mapper(smaller).Run(Ordinary[at]).Counters.Cycles;
            }
            catch (InfeasibleException)
            {
                break;
            }
            if (before > 0) Assert.That(cycles, Is.LessThanOrEqualTo(5 * before), $"{kibibytes} KiB");
            (before, sizes) = (cycles, sizes + 1);
        }
        Assert.That(sizes, Is.GreaterThanOrEqualTo(4));
    }

    [Test]
    public void Fewer_keys_than_a_group_of_the_cache_are_tiled_in_whole_groups_on_a_small_scratchpad_too()
    {
        Machine machine = ShippedKernels.Machine("sq-next");
        AttentionOperation attention = Attentions.Decode(4, 40, "int4(g=128)");
        foreach (int kibibytes in (int[])[256, 128, 96, 64, 48, 44])
        {
            var mapper = new Mapper(machine with { Scratchpad = machine.Scratchpad with { CapacityBytes = kibibytes << 10 } });
            Assert.That(() => mapper.Check(attention, mapper.Map(attention)), Throws.Nothing, $"{kibibytes} KiB");
        }
    }

    [Test]
    public void More_channels_or_scratchpad_cost_no_more_than_two_hundredths([Values(0, 1, 2, 3, 4)] int at)
    {
        Machine machine = ShippedKernels.Machine("sq-next");
        Machine[] channels = [.. Enumerable.Range(97, 32).Select(n => machine with { Memory = machine.Memory with { Channels = n } })];
        Machine[] scratchpads = [.. Enumerable.Range(4, 29).Select(n => machine with { Scratchpad = machine.Scratchpad with { CapacityBytes = n << 16 } })];
        foreach (Machine[] sizes in (Machine[][])[channels, scratchpads])
        {
            long least = long.MaxValue;
            foreach (Machine size in sizes)
            {
                long cycles = new Mapper(size).Run(Ordinary[at]).Counters.Cycles;
                Assert.That(cycles / 1.02, Is.LessThanOrEqualTo(least), $"{size.Memory.Channels} channels, {size.Scratchpad.CapacityBytes} bytes");
                least = Math.Min(least, cycles);
            }
        }
    }

    [Test]
    public void D41_The_search_is_not_exhaustive_a_channel_more_can_cost_cycles_and_a_buffer_that_holds_everything_goes_unused()
    {
        Machine machine = ShippedKernels.Machine("sq-next");
        GemmOperation square = Gemms.Of(4096, 4096, 4096);
        long Channels(int channels) => new Mapper(machine with { Memory = machine.Memory with { Channels = channels } }).Run(Attentions.Prefill(1024)).Counters.Cycles;
        Assert.That(Channels(119), Is.GreaterThan(1.003 * Channels(118)));
        (ImmutableArray<Mapping> found, OperationCounters counters) = new Mapper(machine).Run(square);
        Assert.That(counters.DramReadBytes, Is.GreaterThan(2.5 * 2 * 4096 * 4096), "operands of a byte, of which the shared buffer has room for all");
        Lowered held = Lowering.Lower(machine, square, [found[0] with { HoldWeights = true, HoldActivations = true }]);
        Assert.That(FastEngine.Run(machine, held.Tokens, held.Stream).Cycles, Is.InRange(counters.Cycles, (long)(1.03 * counters.Cycles)));
    }

    [TestCaseSource(typeof(ShippedKernels), nameof(ShippedKernels.Gpus))]
    [TestCase("mi300x")]
    [TestCase("tpu-v4")]
    [TestCase("sq-edge")]
    public void Attention_of_a_prompt_uses_the_cores_of_every_shipped_machine(string name)
    {
        Machine machine = ShippedKernels.Machine(name);
        AttentionOperation attention = Attentions.Prefill(1024);
        Mapping mapping = new Mapper(machine).Map(attention)[0];
        Assert.That(mapping.Cores, Is.GreaterThanOrEqualTo(machine.Cores / 3), mapping.ToString());
    }

    [Test]
    public void Tiles_of_part_of_a_byte_are_refused_rather_than_lost()
    {
        Assert.That(Why(Machine, Gemms.Of(1, 1, 9, "int4", "int4"), Fits with { TileM = 1, TileN = 1, TileK = 1 }), Does.Contain("tile_k 1 is not a multiple of 2"));
        Assert.That(Why(Machine, Gemms.Of(1, 1, 40, "int3", "int8"), Fits with { TileM = 1, TileN = 1, TileK = 4 }), Does.Contain("tile_k 4 is not a multiple of 8"));
    }

    [Test]
    public void Estimated_traffic_does_not_grow_with_the_buffers([Values(64, 700, 4096)] int m, [Values(512, 3000)] int n)
    {
        // The mapper minimises time; where memory is the only cost its best time is its least traffic.
        Machine bound = Machine with
        {
            TensorUnit = Machine.TensorUnit with { MacsPerCycle = new MacRates([new MacRate("int8", "int8", 1 << 24)]) },
            VectorUnit = new() { AddPerCycle = 1 << 20, MultiplyPerCycle = 1 << 20, ExpPerCycle = 1 << 20, ConvertPerCycle = 1 << 20 },
            Network = new() { BytesPerCorePerCycle = 1 << 20 },
            Memory = Machine.Memory with { Channels = 1, LatencyCycles = 0 },
        };
        double before = double.PositiveInfinity;
        for (long kilobytes = 32; kilobytes <= 4096; kilobytes *= 2)
        {
            Machine machine = bound with
            {
                Scratchpad = bound.Scratchpad with { CapacityBytes = kilobytes << 10 },
                SharedBuffer = bound.SharedBuffer with { CapacityBytes = kilobytes << 11 },
            };
            GemmOperation gemm = Gemms.Of(m, n, 2048);
            double cycles = new Ranking(machine).Of(gemm, 0, Plans.For(machine, gemm))[0].Cycles;
            // A scratchpad into which few candidates fit is searched more finely than a larger one, which may help by a thousandth.
            Assert.That(cycles / 1.001, Is.LessThanOrEqualTo(before), $"{kilobytes} KiB");
            before = cycles;
        }
    }

    [Test]
    public void The_smallest_operations_run_on_big_machines()
    {
        Machine big = Machine with { Cores = 128, FabricatedCores = 144 };
        Assert.That(new Mapper(big).Map(Gemms.Of(1, 1, 1))[0].Cores, Is.EqualTo(1));
        Assert.That(new AccelSim.Engine.Results.Simulator(big).Run(Gemms.Of(1, 1, 1)).Counters.IssuedMacs, Is.EqualTo(1));
        Assert.That(new AccelSim.Engine.Results.Simulator(big).Run(Attentions.Decode(1, 1, "bf16")).Counters.IssuedMacs, Is.EqualTo(32 * 256));
    }

    private static IEnumerable<Operation> Huge() =>
    [
        Gemms.Of(100_000, 100_000, 100_000),
        Gemms.Of(1, 10_000_000, 16_384),
        Gemms.Of(1_000_000, 4_096, 4_096, "int4(g=128)"),
        Attentions.Decode(64, 1_000_000, "int8"),
        Gemms.Of(1, 1, 1L << 31),
        Attentions.Prefill(1_000_000),
    ];

    [TestCaseSource(nameof(Huge))]
    public void Huge_operations_are_mapped_without_overflow_in_little_time_and_memory(Operation operation)
    {
        Machine machine = Machine with { Cores = 128, SharedBuffer = Machine.SharedBuffer with { CapacityBytes = 96 << 20 } };
        new Mapper(machine).Map(operation);
        long before = GC.GetAllocatedBytesForCurrentThread();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        ImmutableArray<Mapping> map = new Mapper(machine).Map(operation);
        Assert.That(Environment.CpuUsage.TotalTime - cpu, Is.LessThan(TimeSpan.FromSeconds(1)));
        // Allocated in all and given back trial by trial: a load as large as the shared buffer has a time for each of its chunks.
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(50_000_000));
        Assert.That(map[0].Cores, Is.GreaterThan(64), "a huge operation has work for most cores");
    }
}
