using AccelSim.Engine.Dram;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Dram;

/// <summary>The event-driven controller and its slow twin issue the same commands at the same clocks, and count the same.</summary>
public sealed class ControllerTwinTests
{
    private static IEnumerable<string> Names => Standards.Names;

    [Test]
    public void Both_controllers_issue_the_same_commands(
        [ValueSource(nameof(Names))] string name, [Values] PagePolicy page, [Values] RefreshMode refresh)
    {
        CommandTable table = Standards.Table(name);
        var options = new DramOptions { Page = page, Refresh = refresh };
        if (ChannelController.Refusal(table, options) is { } refusal) Assert.Ignore(refusal);
        var random = new Random(HashCode(name) + 31 * (int)page + 7 * (int)refresh);
        foreach ((string mapping, string order) in table.Protocol.Mappings)
        {
            DramOptions drawn = Draw(random, options, table.Protocol.MostPostponed);
            CommandTable small = random.Next(3) == 0 ? table : new CommandTable(Hurried(table.Timing, refresh, random));
            Func<RequestSource> source = Requests(random, small.Timing, order);
            Compare(small, drawn, source, $"{name}, {mapping}, {drawn}");
        }
    }

    /// <summary>Runs both and compares commands, counters and the checker's opinion.</summary>
    private static void Compare(CommandTable table, DramOptions options, Func<RequestSource> source, string what)
    {
        List<IssuedCommand> fast = [], slow = [];
        DramCounters quick = new ChannelController(table, options, source(), fast.Add).Run();
        DramCounters plain = new TickController(table, options, source(), slow.Add).Run();
        for (int i = 0; i < Math.Min(fast.Count, slow.Count); i++)
            if (fast[i] != slow[i]) Assert.Fail($"{what}: command {i}: {fast[i]} against {slow[i]} of the slow twin");
        Assert.That(fast, Has.Count.EqualTo(slow.Count), what);
        Assert.That(quick.Text(), Is.EqualTo(plain.Text()), what);
        Assert.That(ProtocolChecker.Check(table.Timing, fast, options.Refresh).Select(v => v.ToString()).Take(3), Is.Empty, what);
    }

    private static DramOptions Draw(Random random, DramOptions options, int mostPostponed)
    {
        int depth = random.Next(2, 24), high = random.Next(1, depth + 1);
        return options with
        {
            QueueDepth = depth,
            HighWatermark = high,
            LowWatermark = random.Next(0, high),
            StarvationCap = random.Next(2) == 0 ? random.Next(1, 300) : 4000,
            IdleClocks = random.Next(1, 120),
            Postpone = random.Next(3) == 0 ? random.Next(0, mostPostponed + 1) : 0,
        };
    }

    /// <summary>The same standard refreshed more often, so that short runs meet refreshes.</summary>
    private static DramTiming Hurried(DramTiming timing, RefreshMode refresh, Random random)
    {
        if (refresh != RefreshMode.PerBank) return timing with { RefreshInterval = timing.RefreshCycle + timing.Precharge + random.Next(300, 900) };
        int apart = timing.Protocol!.Gap(DramCommand.RefreshBank, DramCommand.RefreshBank, DramLevel.PseudoChannel);
        return timing with { RefreshInterval = timing.StackIds * timing.BankGroups * timing.BanksPerGroup * (apart + random.Next(150, 400)) };
    }

    private static Func<RequestSource> Requests(Random random, DramTiming timing, string order)
    {
        int reads = random.Next(4) switch { 0 => 1000, 1 => 0, _ => random.Next(1001) };
        long count = random.Next(1, 120), seed = random.Next();
        int kind = random.Next(3);
        if (kind < 2) return () => Standards.Source(timing, kind == 1, reads, count, seed, order);
        // A trace with pauses, over few banks and rows.
        var lines = new List<IReadOnlyList<DramRequest>>();
        for (int p = 0; p < timing.PseudoChannels; p++)
        {
            var line = new List<DramRequest>();
            long at = 0;
            int banks = timing.StackIds * timing.BankGroups * timing.BanksPerGroup, pause = random.Next(4) == 0 ? 4000 : 30;
            for (int i = 0; i < count; i++)
            {
                at += random.Next(3) == 0 ? random.Next(pause) : 0;
                line.Add(new DramRequest(random.Next(Math.Min(banks, 6)) * 5 % banks, random.Next(3), random.Next(1000) >= reads, random.Next(5) == 0 ? -1 : at));
            }
            lines.Add(line);
        }
        return () => new ListSource(lines);
    }

    private static int HashCode(string text) => text.Aggregate(17, (sum, c) => (sum * 31 + c) & 0xFFFFF);
}
