using AccelSim.Engine.Dram;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Dram;

/// <summary>Numbered deviations of the command level (docs/DEVIATIONS.md), each with its gap.</summary>
public sealed class DramDeviationTests
{
    private static IEnumerable<string> Names => Standards.Names;

    private static List<IssuedCommand> Log(string name, DramOptions options, RequestSource source)
    {
        List<IssuedCommand> log = [];
        new ChannelController(Standards.Table(name), options, source, log.Add).Run();
        return log;
    }

    [TestCaseSource(nameof(Names))]
    public void D30_The_row_model_streams_as_fast_as_the_command_level_within_one_per_cent(string name)
    {
        DramTiming t = Standards.Timing(name);
        int bursts = t.RowBytes / t.BurstBytes;
        const int Rows = 1500;
        var bus = new FastBus(t, 8);
        long end = 0;
        for (int i = 0; i < Rows; i++) end = bus.Serve(0, i / t.BankGroups, bursts, false);
        long commands = new ChannelController(Standards.Table(name), new DramOptions(), Standards.Source(t, false, 1000, (long)Rows * bursts)).Run().Cycles;
        TestContext.Out.WriteLine(FormattableString.Invariant($"{name}: row model {end}, command level {commands} clocks, {100.0 * (commands - end) / end:F2} %"));
        Assert.That(commands, Is.InRange(end * 0.99, end * 1.01));
        Assert.That(commands, Is.Not.EqualTo(end), "equal clocks would close the deviation for this standard");
    }

    [Test]
    public void D31_Activates_of_two_pseudo_channels_are_two_clocks_apart()
    {
        DramTiming t = Standards.Timing("hbm3");
        List<IssuedCommand> log = Log("hbm3", new DramOptions(), Standards.Source(t, true, 1000, 1));
        Assert.That(log.Where(c => c.Command == DramCommand.Activate).Select(c => c.Time), Is.EqualTo(new[] { 0, 2 }), "1.5 clocks on the bus would allow half a clock less");
    }

    [Test]
    public void D32_An_LPDDR5_activate_holds_its_bus_two_clocks_and_a_read_needs_no_CAS()
    {
        DramTiming t = Standards.Timing("lpddr5");
        List<IssuedCommand> log = Log("lpddr5", new DramOptions(), Standards.Requests(t, new DramRequest(0, 0, false, 0), new DramRequest(4, 0, false, 0)));
        Assert.That(log.Select(c => (c.Time, c.Command)), Is.EqualTo(new[] { (0L, DramCommand.Activate), (4, DramCommand.Activate), (15, DramCommand.Read), (19, DramCommand.Read) }));
        Assert.That(Standards.Table("lpddr5").RefreshInterval(RefreshMode.PerBank), Is.EqualTo(t.RefreshInterval / 16), "pairs of banks would refresh every nREFI / 8");
    }

    [Test]
    public void D33_An_all_bank_refresh_stops_every_stack_id()
    {
        DramTiming t = Standards.Timing("hbm3");
        DramRequest[] requests = [.. Enumerable.Range(0, 8000).Select(i => new DramRequest(16 + i % 4 * 4, 0, false, -1))];
        List<IssuedCommand> log = Log("hbm3", new DramOptions(), Standards.Requests(t, requests));
        long refresh = log.First(c => c.PseudoChannel == 0 && c.Command == DramCommand.RefreshAll).Time;
        Assert.That(log.Where(c => c.PseudoChannel == 0 && c.Time > refresh && c.Time < refresh + t.RefreshCycle), Is.Empty, "requests are for the second stack ID alone");
    }

    [Test]
    public void D38_Energies_without_public_currents_are_those_of_a_relative_and_below_whole_devices()
    {
        double Energy(string name, DramCommand command) => Standards.Timing(name).Protocol!.EnergyPj.Single(e => e.Key == command).Value;
        foreach ((string name, double volts) in new[] { ("hbm2e", 1.2), ("hbm3", 1.1), ("hbm3e", 1.1), ("hbm4", 1.05) })
        {
            foreach (DramCommand command in new[] { DramCommand.Activate, DramCommand.Read, DramCommand.Write })
                Assert.That(Energy(name, command), Is.EqualTo(Energy("hbm2", command) * volts * volts / 1.44).Within(0.5), $"{name} {command}");
            // O'Connor et al., MICRO 2017: 3.92 pJ a bit of HBM2, with activations, links and error correction.
            Assert.That(PerBit(name), Is.LessThan(3.92 / 2), name);
        }
    }

    /// <summary>Picojoules per bit of a stream of reads.</summary>
    private static double PerBit(string name, RefreshMode refresh = RefreshMode.AllBank)
    {
        DramTiming t = Standards.Timing(name);
        DramCounters c = new DramRun(t, new DramOptions { Refresh = refresh }, Standards.Order(t, t.Protocol!.Mappings[0].Value), 1).Run(DramPattern.Stream, 400_000, 1000);
        return c.EnergyPj(t.Protocol!)!.Value / (c.Reads * t.BurstBytes * 8.0);
    }

    [TestCaseSource(nameof(Names))]
    public void Every_command_of_a_shipped_standard_has_an_energy_and_a_stream_takes_what_is_known_of_its_kind(string name)
    {
        DramProtocol protocol = Standards.Timing(name).Protocol!;
        Assert.That(protocol.Buses.SelectMany(b => b.Commands), Is.SubsetOf(protocol.EnergyPj.Select(e => e.Key)));
        // Published: DDR5-6400 devices 11.9, GDDR6 5.5 to 7.5, LPDDR5-6400 systems 9.0, HBM2 devices 3.9 pJ a bit, all with standing by.
        (double least, double most) = name switch { "ddr5" => (10.5, 11.9), "lpddr5" => (4, 9), _ when name.StartsWith("gddr6", StringComparison.Ordinal) => (5.5, 7.5), _ => (1, 3.9) };
        Assert.That(PerBit(name), Is.InRange(least, most));
        if (protocol.EnergyPj.Any(e => e.Key == DramCommand.RefreshBank))
            Assert.That(PerBit(name, RefreshMode.PerBank), Is.EqualTo(PerBit(name)).Within(3).Percent, "what is refreshed bank by bank is as much");
    }

    [Test]
    public void D34_A_read_passes_an_older_write_to_its_own_address()
    {
        DramTiming t = Standards.Timing("hbm3");
        List<IssuedCommand> log = Log("hbm3", new DramOptions(), Standards.Requests(t, new DramRequest(0, 5, true, 0), new DramRequest(0, 5, false, 0)));
        Assert.That(log.Where(c => DramCommands.IsColumn(c.Command)).Select(c => c.Command), Is.EqualTo(new[] { DramCommand.Read, DramCommand.Write }));
    }
}
