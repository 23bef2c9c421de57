using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;
using AccelSim.Tests.Engine;
using NUnit.Framework;

namespace AccelSim.Tests.Laws;

/// <summary>Bytes under way, links that cores share, and banks that collide.</summary>
public sealed class OnChipTests
{
    private const int Cases = 150;

    private static OperationCounters Run(Machine machine, Operation operation, Mapping map)
    {
        new AccelSim.Engine.Mappers.Mapper(machine).Check(operation, map);
        Lowered lowered = Lowering.Lower(machine, operation, [map]);
        return FastEngine.Run(machine, lowered.Tokens, lowered.Stream);
    }

    private static Step Load(long bytes, long perCore, long all)
    {
        Step step = Step.Of(StepKind.Load);
        (step.Bytes, step.BytesPerCore, step.BytesAllCores) = (bytes, perCore, all);
        return step;
    }

    [TestCase(1)]
    [TestCase(4)]
    [TestCase(16)]
    public void Bytes_under_way_are_bandwidth_times_loaded_latency(int chunks)
    {
        // So long a way to the memory that the way is the loaded latency.
        const int Latency = 200_000, Rounds = 24;
        Memory far = TestMachines.Small.Memory with { LatencyCycles = Latency };
        Machine machine = TestMachines.Small with { Memory = far, Dma = new() { OutstandingBytes = chunks * far.ChunkBytes } };
        long bytes = Rounds * chunks * far.ChunkBytes;
        double bandwidth = bytes / (double)FastEngine.Run(machine, [], [Load(bytes, bytes / 8, bytes)]).Cycles;
        Assert.That(bandwidth * Latency, Is.EqualTo(machine.Dma!.OutstandingBytes).Within(1).Percent);
    }

    [Test]
    public void A_limit_that_holds_everything_changes_nothing() => Seeds.Check(Cases, designs =>
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        OperationCounters free = Run(machine with { Dma = null }, operation, map);
        OperationCounters wide = Run(machine with { Dma = new() { OutstandingBytes = long.MaxValue / 2 } }, operation, map);
        return free.Equals(wide) ? null : $"{wide.Cycles} cycles instead of {free.Cycles}";
    });

    [Test]
    public void Topologies_of_one_core_are_alike_and_without_receivers_in_common_so_are_both_ways_to_send() => Seeds.Check(Cases, designs =>
    {
        Machine machine = designs.Machine() with { Cores = 1 };
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        string Text(NetworkTopology topology, bool multicast) => string.Join('\n', Run(
            machine with { Network = machine.Network with { Topology = topology, Multicast = multicast, BytesPerHopPerCycle = 0 } }, operation, map).All());
        string crossbar = Text(NetworkTopology.Crossbar, true);
        return Text(NetworkTopology.Mesh, true) == crossbar && Text(NetworkTopology.Ring, false) == crossbar ? null : "they differ";
    });

    [Test]
    public void What_is_not_multicast_is_read_once_for_each_receiver() => Seeds.Check(Cases, designs =>
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        OperationCounters once = Run(machine with { Network = machine.Network with { Multicast = true } }, operation, map);
        OperationCounters each = Run(machine with { Network = machine.Network with { Multicast = false } }, operation, map);
        if (each.SharedReadBytes != each.ScratchpadWriteBytes + each.DramWriteBytes - Exchanged(each)) return "reads are not the fills and the stores";
        return (once.DramReadBytes, once.NetworkBytes) == (each.DramReadBytes, each.NetworkBytes) && each.SharedReadBytes >= once.SharedReadBytes ? null : "other bytes moved";

        // Partial sums go from core to core: those that are neither fills nor stores; an output that stays on chip is not read there.
        long Exchanged(OperationCounters c) => c.NetworkBytes - c.SharedReadBytes - (operation.OutputOnChip ? c.SharedWriteBytes - c.DramReadBytes : 0);
    });

    [TestCase(NetworkTopology.Crossbar, 9, 1)]
    [TestCase(NetworkTopology.Mesh, 9, 3)]
    [TestCase(NetworkTopology.Mesh, 10, 3)]
    [TestCase(NetworkTopology.Mesh, 128, 11)]
    [TestCase(NetworkTopology.Ring, 9, 5)]
    [TestCase(NetworkTopology.Ring, 1, 1)]
    public void The_farthest_core_is_as_many_hops_away_as_cores_share_its_link(NetworkTopology topology, int cores, int behind)
    {
        var network = new Network { BytesPerCorePerCycle = 64, Latency = 7, Topology = topology, HopLatency = 3, Multicast = false };
        Assert.That((network.CoresBehindLink(cores), network.LatencyTo(cores)), Is.EqualTo((behind, 7L + 3 * (behind - 1))));
        Machine machine = TestMachines.Small with { Cores = cores, FabricatedCores = cores, Network = network };
        Step step = Load(6400, 6400, 6400L * cores) with { FromSharedBuffer = true };
        SharedBuffer buffer = machine.SharedBuffer;
        long port = (6400L * cores + buffer.BytesPerCycle - 1) / buffer.BytesPerCycle, fill = (6400 + machine.Scratchpad.PortBytesPerCycle - 1) / machine.Scratchpad.PortBytesPerCycle;
        Assert.That(FastEngine.Run(machine, [], [step]).Cycles, Is.EqualTo(buffer.Latency + port + behind * 100 + network.LatencyTo(cores) + fill));
    }

    [Test]
    public void The_fullest_bank_is_the_one_found_by_counting()
    {
        var random = new Random(7);
        for (int i = 0; i < 5_000; i++)
        {
            int banks = random.Next(1, 40), vectors = random.Next(1, 70), stride = random.Next(1, 90), together = random.Next(1, banks + 1);
            var load = new long[banks];
            for (int v = 0; v < vectors; v++)
            {
                for (int w = 0; w < together; w++) load[(v * stride + w) % banks]++;
            }
            Assert.That(BankConflicts.FullestBank(banks, vectors, stride, together), Is.EqualTo(load.Max()), $"{banks} banks, {vectors} vectors, stride {stride}, {together} together");
        }
    }

    [TestCase(64, 16)]
    [TestCase(1, 1)]
    [TestCase(33, 2)]
    [TestCase(2, 1)]
    [TestCase(8, 4)]
    public void Vectors_whose_length_shares_a_factor_with_the_banks_collide(int words, int times)
    {
        // 16 vectors over 32 banks of 32 bytes, two words of each an access.
        var scratchpad = new Scratchpad { CapacityBytes = 1 << 20, Banks = 32, BytesPerBankPerCycle = 32 };
        int accesses = (words + 1) / 2;
        Assert.That(BankConflicts.Cycles(scratchpad, 16, words * 32, words * 32), Is.EqualTo(accesses * times));
    }
}
