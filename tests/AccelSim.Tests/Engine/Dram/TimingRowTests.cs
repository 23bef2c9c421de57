using AccelSim.Engine.Dram;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Dram;

/// <summary>Every timing row of every standard, twice: the controller's times obey it to the clock, and the checker notices when it is broken by one.</summary>
public sealed class TimingRowTests
{
    private static IEnumerable<TestCaseData> Rules() => Standards.Names.SelectMany(name =>
        Standards.Timing(name).Protocol!.Constraints.Select(rule => new TestCaseData(name, rule).SetArgDisplayNames(name, rule.ToString())));

    [TestCaseSource(nameof(Rules))]
    public void A_command_is_not_ready_a_clock_before_its_rule_and_ready_at_it(string name, DramConstraint rule)
    {
        DramTiming timing = Standards.Timing(name);
        CommandTable table = Alone(timing, rule);
        (int first, int second) = Places(timing, rule);
        if (second < 0) Assert.Ignore("the level has one node only");
        var times = new CommandTimes(table);
        const long Start = 1000;
        for (int i = 0; i < rule.Window; i++) times.Issue((int)rule.From, first / table.Banks, first % table.Banks, Start + i);
        long ready = DramCommands.IsWide(rule.To) ? times.EarliestWide((int)rule.To, second / table.Banks) : times.Earliest((int)rule.To, second / table.Banks, second % table.Banks);
        Assert.That(ready, Is.EqualTo(Start + rule.Clocks));
    }

    [TestCaseSource(nameof(Rules))]
    public void A_full_table_is_never_sooner_than_one_of_its_rules(string name, DramConstraint rule)
    {
        DramTiming timing = Standards.Timing(name);
        CommandTable table = Standards.Table(name);
        (int first, int second) = Places(timing, rule);
        if (second < 0) Assert.Ignore("the level has one node only");
        var times = new CommandTimes(table);
        for (int i = 0; i < rule.Window; i++) times.Issue((int)rule.From, first / table.Banks, first % table.Banks, 1000 + i);
        long ready = DramCommands.IsWide(rule.To) ? times.EarliestWide((int)rule.To, second / table.Banks) : times.Earliest((int)rule.To, second / table.Banks, second % table.Banks);
        Assert.That(ready, Is.GreaterThanOrEqualTo(1000 + rule.Clocks));
    }

    [TestCaseSource(nameof(Rules))]
    public void The_checker_names_a_rule_that_is_broken_by_one_clock_and_no_timing_rule_that_is_kept(string name, DramConstraint rule)
    {
        DramTiming timing = Standards.Timing(name);
        DramTiming lone = timing with { Protocol = Alone(timing, rule).Protocol };
        (int first, int second) = Places(timing, rule);
        if (second < 0) Assert.Ignore("the level has one node only");
        int banks = timing.StackIds * timing.BankGroups * timing.BanksPerGroup;
        IssuedCommand[] Commands(long gap) =>
        [
            .. Enumerable.Range(0, rule.Window).Select(i => new IssuedCommand(i, rule.From, first / banks, first % banks, 0)),
            new IssuedCommand(gap, rule.To, second / banks, second % banks, 0),
        ];
        Assert.That(Broken(lone, Commands(rule.Clocks)), Is.Empty);
        // A rule of one clock cannot be broken within order: two commands at once are caught as such.
        if (rule.Clocks <= rule.Window) return;
        Assert.That(Broken(lone, Commands(rule.Clocks - 1)), Is.EqualTo(new[] { rule.ToString() }));
        Assert.That(Broken(timing, Commands(rule.Clocks - 1)), Has.Member(rule.ToString()));
    }

    /// <summary>Names of broken rows of the table, other rules left aside.</summary>
    private static string[] Broken(DramTiming timing, IssuedCommand[] commands)
    {
        HashSet<string> rows = [.. timing.Protocol!.Constraints.Select(c => c.ToString())];
        return [.. ProtocolChecker.Check(timing, commands).Select(v => v.Rule).Where(rows.Contains).Distinct()];
    }

    /// <summary>The standard with one rule only, so that no other hides it.</summary>
    private static CommandTable Alone(DramTiming timing, DramConstraint rule) => new(timing with
    {
        Protocol = timing.Protocol! with { Rows = [new ConstraintRow([rule.From], [rule.To], rule.Scope, "", rule.Window, rule.Sibling) { Clocks = rule.Clocks }] },
    });

    /// <summary>Two banks of a channel that have the rule's node in common but as little as possible below it; or that are siblings.</summary>
    private static (int First, int Second) Places(DramTiming timing, DramConstraint rule)
    {
        var table = new CommandTable(timing);
        int all = timing.PseudoChannels * table.Banks, level = (int)rule.Scope;
        int Node(int at, int bank) => table.Node(at, bank / table.Banks, bank % table.Banks);
        int second = rule.Sibling
            ? Enumerable.Range(0, all).FirstOrDefault(b => Node(level - 1, b) == Node(level - 1, 0) && Node(level, b) != Node(level, 0), -1)
            : Enumerable.Range(0, all).Last(b => Node(level, b) == Node(level, 0));
        return (0, second);
    }
}
