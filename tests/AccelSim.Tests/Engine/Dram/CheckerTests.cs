using AccelSim.Engine.Dram;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Dram;

/// <summary>The checker finds what is wrong with a stream of commands; timing rows have a test of their own.</summary>
public sealed class CheckerTests
{
    private static readonly DramTiming Hbm3 = Standards.Timing("hbm3");

    private static string[] Rules(RefreshMode refresh, params IssuedCommand[] commands) => [.. ProtocolChecker.Check(Hbm3, commands, refresh).Select(v => v.Rule)];

    private static IssuedCommand At(long time, DramCommand command, int row = -1, int bank = 0) => new(time, command, 0, bank, row);

    [Test]
    public void A_clean_access_is_clean() => Assert.That(Rules(RefreshMode.AllBank, At(0, DramCommand.Activate, 3), At(31, DramCommand.Read, 3)), Is.Empty);

    [Test]
    public void Reading_a_closed_bank_is_named() => Assert.That(Rules(RefreshMode.None, At(0, DramCommand.Read, 3)), Is.EqualTo(new[] { "read or write of a closed bank" }));

    [Test]
    public void Reading_another_row_is_named() =>
        Assert.That(Rules(RefreshMode.None, At(0, DramCommand.Activate, 3), At(31, DramCommand.Read, 4)), Is.EqualTo(new[] { "read or write of a row that is not open" }));

    [Test]
    public void Activating_an_open_bank_is_named() =>
        Assert.That(Rules(RefreshMode.None, At(0, DramCommand.Activate, 3), At(500, DramCommand.Activate, 4)), Is.EqualTo(new[] { "activate of a bank that is open" }));

    [Test]
    public void Refreshing_with_open_banks_is_named([Values(DramCommand.RefreshAll, DramCommand.RefreshBank)] DramCommand refresh) =>
        Assert.That(Rules(RefreshMode.None, At(0, DramCommand.Activate, 3), At(500, refresh)), Is.EqualTo(new[] { "refresh with open banks" }));

    [Test]
    public void A_read_that_precharges_closes_its_bank() =>
        Assert.That(Rules(RefreshMode.None, At(0, DramCommand.Activate, 3), At(31, DramCommand.ReadPrecharge, 3), At(500, DramCommand.Read, 3)), Is.EqualTo(new[] { "read or write of a closed bank" }));

    [Test]
    public void Two_commands_at_once_on_a_bus_are_named_and_on_two_buses_are_not()
    {
        Assert.That(Rules(RefreshMode.None, At(0, DramCommand.Precharge), new IssuedCommand(0, DramCommand.Precharge, 1, 0, -1)), Is.EqualTo(new[] { "two commands at once" }));
        Assert.That(Rules(RefreshMode.None, At(0, DramCommand.Activate, 1), At(31, DramCommand.Read, 1), new IssuedCommand(31, DramCommand.Activate, 1, 0, 0)), Is.Empty);
    }

    [Test]
    public void Overlapping_bursts_are_named_whatever_the_table_says()
    {
        DramTiming loose = Hbm3 with { Protocol = Hbm3.Protocol! with { Rows = [.. Hbm3.Protocol!.Rows.Where(r => !r.From.Contains(DramCommand.Read))] } };
        IssuedCommand[] commands = [At(0, DramCommand.Activate, 3), At(31, DramCommand.Read, 3), At(32, DramCommand.Read, 3)];
        Assert.That(ProtocolChecker.Check(loose, commands).Select(v => v.Rule), Is.EqualTo(new[] { "bursts overlap on the data bus" }));
    }

    [Test]
    public void A_refresh_that_comes_too_late_is_named()
    {
        long late = (Hbm3.Protocol!.MostPostponed + 2L) * Hbm3.RefreshInterval;
        Assert.That(Rules(RefreshMode.AllBank, At(late - 1, DramCommand.RefreshAll)), Is.Empty);
        Assert.That(Rules(RefreshMode.AllBank, At(late, DramCommand.RefreshAll)), Is.EqualTo(new[] { "refresh interval overrun", "refresh interval overrun" }));
    }

    /// <summary>A real stream, each command in turn one clock earlier: whatever bound it is named, or nothing was in its way but the controller.</summary>
    [Test]
    public void Moving_a_command_of_a_run_a_clock_earlier_is_noticed_for_most_commands()
    {
        List<IssuedCommand> log = [];
        new ChannelController(new CommandTable(Hbm3), new DramOptions(), Standards.Source(Hbm3, true, 600, 60), log.Add).Run();
        int noticed = 0;
        for (int i = 1; i < log.Count; i++)
        {
            IssuedCommand[] moved = [.. log];
            moved[i] = log[i] with { Time = log[i].Time - 1 };
            if (ProtocolChecker.Check(Hbm3, moved).Length > 0) noticed++;
        }
        Assert.That(noticed, Is.GreaterThan(log.Count * 6 / 10));
    }
}
