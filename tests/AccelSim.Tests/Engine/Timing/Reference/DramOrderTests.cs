using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using NUnit.Framework;
using static AccelSim.Tests.Engine.Timing.Reference.Make;

namespace AccelSim.Tests.Engine.Timing.Reference;

/// <summary>Order of transfers, turnaround of the bus, refresh.</summary>
public sealed class DramOrderTests
{
    [Test]
    public void A_store_alone_passes_link_and_port_and_writes() =>
        Assert.That(TinyMachine.Default.Run(Store(0, 64)).Cycles, Is.EqualTo(2 + 7 + 9 + 2));

    [Test]
    public void A_write_after_a_read_waits_for_the_bus_to_turn()
    {
        // The read's last command is at 10; read to write 30 moves the write command to 40.
        Machine machine = TinyMachine.With(TinyMachine.Dram with { ReadToWrite = 30 });
        Assert.That(machine.Run(Load(0, 64), Store(64, 64)).Cycles, Is.EqualTo(10 + 30 + 9 + 2));
    }

    [Test]
    public void At_equal_times_a_store_earlier_in_the_stream_enters_before_a_load_which_waits_for_the_bus_to_turn()
    {
        // The store leaves the port at 2, the load issues at 2 behind a vector step; write command 2 + 7, then 9 + 2 + 4 to the read.
        OperationCounters counters = TinyMachine.Default.Run(
            Vector(2).Signals(1), Store(0, 64), Load(64, 64).After(1).Signals(0), Vector(1).After(0));
        Assert.That(counters.Stall(StallCause.Dram), Is.EqualTo(9 + 9 + 2 + 4 + 12 + 2 - 2));
    }

    [Test]
    public void At_equal_times_a_load_earlier_in_the_stream_enters_before_a_store()
    {
        OperationCounters counters = TinyMachine.Default.Run(
            Vector(2).Signals(1), Load(64, 64).After(1).Signals(0), Store(0, 64), Vector(1).After(0));
        Assert.That(counters.Stall(StallCause.Dram), Is.EqualTo(2 + 10 + 12 + 2 - 2));
    }

    [TestCase(99, 99 + 24, 0)]
    [TestCase(100, 130 + 24, 1, TestName = "A load that could be admitted at the deadline waits for the refresh")]
    [TestCase(120, 130 + 24, 1)]
    [TestCase(150, 150 + 24, 1, TestName = "A refresh begins at its deadline although no load has come yet")]
    [TestCase(350, 350 + 24, 3)]
    [TestCase(410, 430 + 24, 4)]
    public void Refreshes_hold_up_what_comes_later(int issue, long dataAt, long refreshes)
    {
        OperationCounters counters = Refreshing.Run(Vector(issue).Signals(1), Load(0, 64).After(1).Signals(0), Vector(1).After(0));
        Assert.That((counters.Stall(StallCause.Dram) + issue, counters.Refreshes), Is.EqualTo((dataAt, refreshes)));
    }

    [Test]
    public void A_refresh_precharges_and_closes_open_banks()
    {
        OperationCounters counters = Refreshing.Run(
            Load(0, 64), Vector(105).Signals(1), Load(64, 64).After(1).Signals(0), Vector(1).After(0));
        Assert.That(counters.Stall(StallCause.Dram) + 105, Is.EqualTo(100 + 8 + 30 + 24));
        Assert.That((counters.RowMisses, counters.RowHits, counters.Activations, counters.Precharges), Is.EqualTo((2, 0, 2, 0)));
    }

    [Test]
    public void A_refresh_waits_for_the_window_to_empty_and_the_banks_to_be_restored()
    {
        // Issued at 95: activate 95, read 105, may be precharged at 95 + 25; refresh 120 + 8 + 30; the other load is then a miss.
        OperationCounters counters = Refreshing.Run(
            Vector(95).Signals(1), Load(0, 64).After(1), Vector(5).Signals(2), Load(64, 64).After(2).Signals(0), Vector(1).After(0));
        Assert.That(counters.Stall(StallCause.Dram) + 100, Is.EqualTo(120 + 8 + 30 + 24));
    }

    [Test]
    public void Every_bus_refreshes_and_none_after_its_last_request()
    {
        Machine machine = Refreshing with { Memory = Refreshing.Memory with { Channels = 2 } };
        Assert.That(machine.Run(Vector(150).Signals(1), Load(0, 128).After(1)).Refreshes, Is.EqualTo(2));
        Assert.That(machine.Run(Vector(150).Signals(1), Load(0, 64).After(1), Vector(500)).Refreshes, Is.EqualTo(1));
    }

    private static Machine Refreshing => TinyMachine.With(TinyMachine.Dram with { RefreshInterval = 100 });
}
