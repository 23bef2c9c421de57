using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;
using NUnit.Framework;
using static AccelSim.Tests.Engine.Timing.Reference.Make;

namespace AccelSim.Tests.Engine.Timing.Reference;

/// <summary>
/// A vector step waits for the last load, so the cycles labelled dram say when its data were there: not at N - 1, at N. Numbers of
/// <see cref="TinyMachine.Dram"/>: activate to read 10, read latency 12, burst 2 clocks.
/// </summary>
public sealed class DramTests
{
    [Test]
    public void A_closed_bank_read_ends_activate_to_read_plus_latency_plus_burst_after_entry() =>
        Assert.That(DataAt(TinyMachine.Default, Load(0, 64)), Is.EqualTo(10 + 12 + 2));

    [Test]
    public void Ganged_bank_groups_delay_the_columns_until_the_last_is_open()
    {
        Machine machine = TinyMachine.With(TinyMachine.Dram with { BankGroups = 4 });
        Assert.That(DataAt(machine, Load(0, 64)), Is.EqualTo(3 * 3 + 10 + 12 + 2));
    }

    [Test]
    public void Every_further_burst_takes_its_clocks_on_the_bus() =>
        Assert.That(DataAt(TinyMachine.Default, Load(0, 256)), Is.EqualTo(10 + 3 * 2 + 12 + 2));

    [Test]
    public void Bursts_are_those_that_the_bytes_touch()
    {
        Assert.That(Counters(TinyMachine.Default, Load(60, 8)).DramBursts, Is.EqualTo(2));
        Assert.That(Counters(TinyMachine.Default, Load(64, 64)).DramBursts, Is.EqualTo(1));
    }

    [Test]
    public void A_hit_follows_the_columns_before_it() =>
        Assert.That(DataAt(TinyMachine.Default, Load(0, 64), Load(64, 64)), Is.EqualTo(10 + 2 + 12 + 2));

    [Test]
    public void A_conflict_waits_for_the_row_to_be_restored_then_precharges_and_activates() =>
        Assert.That(DataAt(TinyMachine.Default, Load(0, 64), Load(512, 64)), Is.EqualTo(25 + 8 + 10 + 12 + 2));

    [Test]
    public void A_conflict_after_late_reads_waits_for_read_to_precharge()
    {
        Machine machine = TinyMachine.With(TinyMachine.Dram with { ReadToPrecharge = 20 });
        Assert.That(DataAt(machine, Load(0, 64), Load(512, 64)), Is.EqualTo(10 + 20 + 8 + 10 + 12 + 2));
    }

    [Test]
    public void Outcomes_count_bursts_and_the_ganged_groups_share_that_of_the_request()
    {
        Machine machine = TinyMachine.With(TinyMachine.Dram with { BankGroups = 2 });
        // Ganged rows of 512 bytes, two banks: 0..511 is bank 0 row 0, 1024.. is bank 0 row 1.
        OperationCounters counters = Counters(machine, Load(0, 256), Load(256, 64), Load(1024, 64));
        Assert.That((counters.DramBursts, counters.RowMisses, counters.RowHits, counters.RowConflicts), Is.EqualTo((6, 2, 3, 1)));
        Assert.That((counters.Activations, counters.Precharges), Is.EqualTo((4, 2)));
    }

    [Test]
    public void Activates_on_a_bus_keep_the_distance_of_the_four_activate_window() =>
        Assert.That(DataAt(TinyMachine.Default, Load(0, 64), Load(256, 64)), Is.EqualTo(4 + 10 + 12 + 2));

    [Test]
    public void A_window_of_one_admits_the_next_request_when_the_columns_before_it_end()
    {
        Machine machine = TinyMachine.With(TinyMachine.Default.Memory with { Lookahead = 1 });
        Assert.That(DataAt(machine, Load(0, 64), Load(256, 64)), Is.EqualTo(10 + 2 + 10 + 12 + 2));
    }

    [Test]
    public void Two_buses_serve_one_chunk_side_by_side()
    {
        Machine machine = TinyMachine.With(TinyMachine.Default.Memory with { Channels = 2 });
        OperationCounters counters = Counters(machine, Load(0, 128));
        Assert.That((counters.Stall(StallCause.Dram), counters.DramBursts, counters.RowMisses), Is.EqualTo((24, 2, 2)));
    }

    [Test]
    public void Memory_latency_is_added_to_reads()
    {
        Machine machine = TinyMachine.With(TinyMachine.Default.Memory with { LatencyCycles = 7 });
        Assert.That(DataAt(machine, Load(0, 64)), Is.EqualTo(24 + 7));
    }

    [TestCase(500, 12)]
    [TestCase(1500, 36)]
    [TestCase(700, 17, TestName = "24 clocks of 0.7 ns end in cycle 17")]
    public void Dram_runs_on_its_own_clock(int tckPs, long dataAt) =>
        Assert.That(DataAt(TinyMachine.With(TinyMachine.Dram with { TckPs = tckPs }), Load(0, 64)), Is.EqualTo(dataAt));

    [Test]
    public void A_load_enters_dram_at_the_next_dram_cycle()
    {
        // Issued at core cycle 1, DRAM cycle 2/3: enters at 1, ends at 25, seen at 37.5 -> 38.
        Machine machine = TinyMachine.With(TinyMachine.Dram with { TckPs = 1500 }) with { LaunchOverheadPs = 1000 };
        OperationCounters counters = Counters(machine, Load(0, 64));
        Assert.That((counters.Stall(StallCause.Launch), counters.Stall(StallCause.Dram)), Is.EqualTo((1, 37)));
    }

    [Test]
    public void An_interleave_that_cuts_rows_is_refused() =>
        Assert.That(() => TinyMachine.With(TinyMachine.Default.Memory with { Channels = 2, InterleaveBytes = 192 }).Run(Load(0, 4096)),
            Throws.ArgumentException);

    internal static long DataAt(Machine machine, params Step[] loads) => Counters(machine, loads).Stall(StallCause.Dram);

    private static OperationCounters Counters(Machine machine, params Step[] loads)
    {
        loads[^1] = loads[^1].Signals(0);
        return machine.Run([.. loads, Vector(1).After(0)]);
    }
}
