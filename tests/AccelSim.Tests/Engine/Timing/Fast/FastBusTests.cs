using AccelSim.Engine.Timing.Fast;
using AccelSim.Input.Machines;
using AccelSim.Model.Machines;
using AccelSim.Tests.Input;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Timing.Fast;

/// <summary>One DRAM bus of every shipped standard against the closed forms of identities reference, section 7. Times are DRAM clocks.</summary>
public sealed class FastBusTests
{
    private const int Lookahead = 8;

    /// <summary>A stream reaches at least this share of the refresh ceiling.</summary>
    private const double OfCeiling = 0.95;

    private static IEnumerable<string> Standards => Installation.Files.Names(DramFile.Kind);

    private static DramTiming Load(string name) => DramFile.Kind.Load(name, [], Installation.Files).Value!;

    private static FastBus Bus(DramTiming t, int lookahead = Lookahead) => new(t, lookahead);

    /// <summary>Delay of the last of the ganged activates that open a row.</summary>
    private static long Gang(DramTiming t) => (t.BankGroups - 1L) * t.ActivateToActivate;

    /// <summary>Clocks during which the bus can move nothing because of one refresh: drain, precharge, refresh, activate.</summary>
    private static double RefreshCeiling(DramTiming t) => 1 - (t.ReadToPrecharge + t.Precharge + t.RefreshCycle + t.ActivateToRead) / (double)t.RefreshInterval;

    private static DramTiming Unrefreshed(DramTiming t) => t with { RefreshInterval = int.MaxValue };

    /// <summary>Bursts of one row of one bank: the most that a chunk gives to a bus.</summary>
    private static int RowBursts(DramTiming t) => t.RowBytes / t.BurstBytes;

    /// <summary>Share of the pin bandwidth of a sequential read of many rows.</summary>
    private static double Stream(DramTiming t, int rows, bool write = false)
    {
        FastBus bus = Bus(t);
        long end = 0;
        for (int row = 0; row < rows; row++) end = bus.Serve(0, row / t.BankGroups, RowBursts(t), write);
        return (double)rows * RowBursts(t) * t.BurstClocks / end;
    }

    [TestCaseSource(nameof(Standards))]
    public void An_unloaded_read_of_a_closed_row_takes_activate_and_read(string name)
    {
        DramTiming t = Load(name);
        Assert.That(Bus(t).Serve(100, 0, 1, false) - 100, Is.EqualTo(Gang(t) + t.ActivateToRead + t.ReadLatency + t.BurstClocks));
    }

    [TestCaseSource(nameof(Standards))]
    public void An_unloaded_read_of_an_open_row_takes_only_the_read(string name)
    {
        DramTiming t = Load(name);
        FastBus bus = Bus(t);
        bus.Serve(0, 0, 1, false);
        Assert.That(bus.Serve(2000, 0, 1, false) - 2000, Is.EqualTo(t.ReadLatency + t.BurstClocks));
        Assert.That((bus.RowMisses, bus.RowHits, bus.RowConflicts), Is.EqualTo((1, 1, 0)));
    }

    [TestCaseSource(nameof(Standards))]
    public void An_unloaded_read_of_another_row_of_an_open_bank_precharges_first(string name)
    {
        DramTiming t = Load(name);
        FastBus bus = Bus(t);
        bus.Serve(0, 0, 1, false);
        Assert.That(bus.Serve(2000, t.BanksPerGroup, 1, false) - 2000, Is.EqualTo(t.Precharge + Gang(t) + t.ActivateToRead + t.ReadLatency + t.BurstClocks));
        Assert.That((bus.RowMisses, bus.RowHits, bus.RowConflicts), Is.EqualTo((1, 0, 1)));
    }

    // Nanoseconds of one read, identities reference: hit, closed, conflict. Ganging of bank groups (D3) is taken off.
    [TestCase("hbm3", 13.75, 33.125, 49.375)]
    [TestCase("hbm4", 11.0, 30.5, 47.0)]
    [TestCase("gddr6", 14.82, 30.21, 45.60)]
    [TestCase("lpddr5", 23.75, 42.5, 61.25)]
    [TestCase("ddr5", 16.85, 31.20, 45.55)]
    public void Latencies_are_those_of_the_standard(string name, double hit, double closed, double conflict)
    {
        DramTiming t = Load(name) with { BankGroups = 1 };
        double Nanoseconds(long row)
        {
            FastBus bus = Bus(t);
            bus.Serve(0, 0, 1, false);
            return (bus.Serve(2000, row, 1, false) - 2000) * t.TckPs / 1000.0;
        }

        Assert.That(Nanoseconds(0), Is.EqualTo(hit).Within(0.5).Percent);
        Assert.That(Nanoseconds(1), Is.EqualTo(closed).Within(0.5).Percent, "another bank, closed");
        Assert.That(Nanoseconds(t.BanksPerGroup), Is.EqualTo(conflict).Within(0.5).Percent);
    }

    [TestCaseSource(nameof(Standards))]
    public void Without_refresh_a_stream_reaches_the_pins(string name) =>
        Assert.That(Stream(Unrefreshed(Load(name)), 4000), Is.GreaterThan(0.99).And.LessThanOrEqualTo(1));

    [TestCaseSource(nameof(Standards))]
    public void A_stream_stays_below_the_refresh_ceiling_and_comes_near_it(string name)
    {
        DramTiming t = Load(name);
        double share = Stream(t, 20_000), ceiling = RefreshCeiling(t);
        Assert.That(share, Is.LessThanOrEqualTo(ceiling).And.GreaterThan(OfCeiling * ceiling));
    }

    [TestCase("hbm3", 0.8997)]
    public void The_ceiling_itself_is_that_of_the_reference(string name, double ceiling) =>
        Assert.That(RefreshCeiling(Load(name)), Is.EqualTo(ceiling).Within(0.0001));

    [TestCaseSource(nameof(Standards))]
    public void A_write_stream_is_no_faster_than_the_pins_less_refresh(string name)
    {
        DramTiming t = Load(name);
        Assert.That(Stream(t, 20_000, write: true), Is.LessThanOrEqualTo(1 - t.RefreshCycle / (double)t.RefreshInterval).And.GreaterThan(0.8 * RefreshCeiling(t)));
    }

    [TestCaseSource(nameof(Standards))]
    public void One_bank_alone_opens_a_row_per_row_cycle(string name)
    {
        // Row cycle: activate to precharge, or the read that must end first; then precharge.
        DramTiming t = Unrefreshed(Load(name));
        FastBus bus = Bus(t, 1 << 10);
        long cycle = Math.Max(t.ActivateToPrecharge, Gang(t) + t.ActivateToRead + t.ReadToPrecharge) + t.Precharge;
        long first = bus.Serve(0, 0, 1, false);
        long last = first;
        for (int i = 1; i <= 100; i++) last = bus.Serve(0, i * t.BanksPerGroup, 1, false);
        Assert.That(last - first, Is.EqualTo(100 * cycle));
        Assert.That((bus.RowMisses, bus.RowConflicts), Is.EqualTo((1, 100)));
    }

    [TestCaseSource(nameof(Standards))]
    public void Activates_keep_their_distance_and_four_their_window(string name)
    {
        // One burst per activation over all banks: BankGroups activates every max(BankGroups x tRRD, BankGroups / 4 x tFAW).
        DramTiming t = Unrefreshed(Load(name)) with { BanksPerGroup = 64 };
        long spacing = Math.Max((long)t.BankGroups * t.ActivateToActivate, (t.BankGroups * (long)t.FourActivates + 3) / 4);
        FastBus bus = Bus(t, 1 << 10);
        long first = bus.Serve(0, 0, 1, false), last = first;
        for (int bank = 1; bank < 64; bank++) last = bus.Serve(0, bank, 1, false);
        Assert.That(last - first, Is.EqualTo(63 * Math.Max(spacing, t.BurstClocks)));
    }

    [TestCaseSource(nameof(Standards))]
    public void Turning_the_bus_around_waits_for_the_standards_times(string name)
    {
        DramTiming t = Unrefreshed(Load(name));
        FastBus bus = Bus(t);
        bus.Serve(0, 0, 1, false);
        // Both requests hit the open row: only the turnaround is left.
        long writeEnd = bus.Serve(2000, 0, 1, true);
        long readEnd = bus.Serve(2000, 0, 1, false);
        Assert.That(readEnd - writeEnd, Is.EqualTo(t.WriteToRead + t.ReadLatency + t.BurstClocks));
        long nextWriteEnd = bus.Serve(2000, 0, 1, true);
        long lastRead = readEnd - t.ReadLatency - t.BurstClocks;
        Assert.That(nextWriteEnd, Is.EqualTo(lastRead + Math.Max(t.ReadToWrite, t.BurstClocks) + t.WriteLatency + t.BurstClocks));
    }

    [TestCaseSource(nameof(Standards))]
    public void A_request_due_at_the_deadline_waits_for_the_refresh_and_one_before_does_not(string name)
    {
        DramTiming t = Load(name);
        FastBus early = Bus(t), late = Bus(t);
        early.Serve(t.RefreshInterval - 1, 0, 1, false);
        long end = late.Serve(t.RefreshInterval, 0, 1, false);
        Assert.That((early.Refreshes, late.Refreshes), Is.EqualTo((0, 1)));
        Assert.That(end - t.RefreshInterval, Is.EqualTo(t.RefreshCycle + Gang(t) + t.ActivateToRead + t.ReadLatency + t.BurstClocks));
    }

    [TestCaseSource(nameof(Standards))]
    public void Peak_bandwidth_is_a_burst_per_burst_time(string name)
    {
        DramTiming t = Load(name);
        Assert.That(t.PeakBytesPerSecond, Is.EqualTo(t.BurstBytes * 1e12 / ((double)t.BurstClocks * t.TckPs)).Within(1e-9).Percent);
    }

    [Test]
    public void Refreshes_of_an_idle_bus_are_those_done_one_by_one([ValueSource(nameof(Standards))] string name)
    {
        DramTiming t = Load(name);
        FastBus bus = Bus(t);
        long closed = bus.Serve(0, 0, 1, false), last = 41L * t.RefreshInterval;
        // The last of them begins at its deadline and closes the row: the request behind it finds the bus as it was at the start.
        Assert.That(bus.Serve(last + 1, 0, 1, false), Is.EqualTo(last + t.RefreshCycle + closed));
        Assert.That((bus.Refreshes, bus.RowMisses, bus.RowConflicts), Is.EqualTo((41L, 2L, 0L)));
    }

    [Test]
    public void Rows_served_together_are_those_served_one_by_one([ValueSource(nameof(Standards))] string name)
    {
        DramTiming t = Load(name);
        var random = new Random(5);
        FastBus together = Bus(t), alone = Bus(t);
        long arrival = 0;
        for (int round = 0; round < 400; round++)
        {
            // Pauses from none to several refresh intervals; runs from part of a row to several banks.
            arrival += random.Next(3) * (long)random.Next(3 * t.RefreshInterval);
            long number = random.Next(10_000), bursts = random.Next(1, RowBursts(t) + 1);
            bool write = random.Next(3) == 0;
            long[] ends = new long[random.Next(1, 40)];
            long[] expected = [.. ends.Select((_, i) => alone.Serve(arrival, (number + i) / t.BankGroups, bursts, write))];
            together.ServeRows(arrival, number, bursts, write, ends);
            Assert.That(ends, Is.EqualTo(expected), $"round {round}");
            Assert.That(together.SameFrom(alone, 0), Is.True, $"state after round {round}");
        }
        Assert.That((together.Bursts, together.RowHits, together.RowMisses, together.RowConflicts, together.Activations, together.Precharges, together.Refreshes),
            Is.EqualTo((alone.Bursts, alone.RowHits, alone.RowMisses, alone.RowConflicts, alone.Activations, alone.Precharges, alone.Refreshes)));
        Assert.That(together.Refreshes, Is.GreaterThan(100));
    }

    [Test]
    public void Refreshes_done_ahead_of_a_request_that_must_come_are_those_it_would_do([ValueSource(nameof(Standards))] string name)
    {
        DramTiming t = Load(name);
        var random = new Random(6);
        FastBus ahead = Bus(t), alone = Bus(t);
        long arrival = 0;
        for (int round = 0; round < 400; round++)
        {
            arrival += random.Next(3) * (long)random.Next(2 * t.RefreshInterval);
            long row = random.Next(10_000), bursts = random.Next(1, RowBursts(t) + 1);
            bool write = random.Next(3) == 0;
            ahead.RefreshUntil(arrival);
            Assert.That(ahead.Serve(arrival, row, bursts, write), Is.EqualTo(alone.Serve(arrival, row, bursts, write)), $"round {round}");
        }
        Assert.That((ahead.RowMisses, ahead.Precharges, ahead.Refreshes), Is.EqualTo((alone.RowMisses, alone.Precharges, alone.Refreshes)));
    }
}
