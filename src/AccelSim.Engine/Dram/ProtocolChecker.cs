using System.Collections.Immutable;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Dram;

/// <summary>
/// Reads a stream of commands again and names every rule of the table that it breaks. It shares no code with the controllers: timing is checked by
/// looking at all pairs, windows by counting, banks by replaying, and data buses by where bursts lie.
/// </summary>
public static class ProtocolChecker
{
    /// <summary>Rules broken by the commands of one channel, in order of the commands.</summary>
    /// <param name="timing">The standard, with its protocol.</param>
    /// <param name="commands">In order of issue.</param>
    /// <param name="refresh">Which refreshes must keep up; none when they are not judged.</param>
    public static ImmutableArray<Violation> Check(DramTiming timing, IReadOnlyList<IssuedCommand> commands, RefreshMode refresh = RefreshMode.None)
    {
        ArgumentNullException.ThrowIfNull(timing);
        ArgumentNullException.ThrowIfNull(commands);
        DramProtocol protocol = timing.Protocol ?? throw new ArgumentException("no protocol", nameof(timing));
        var found = ImmutableArray.CreateBuilder<Violation>();
        Pairs(timing, protocol, commands, found);
        Banks(timing, commands, found);
        Buses(timing, protocol, commands, found);
        if (refresh != RefreshMode.None) Refreshes(timing, protocol, commands, refresh, found);
        return [.. found.OrderBy(v => v.Index)];
    }

    private static void Pairs(DramTiming timing, DramProtocol protocol, IReadOnlyList<IssuedCommand> commands, ImmutableArray<Violation>.Builder found)
    {
        ImmutableArray<DramConstraint> rules = protocol.Constraints;
        long longest = rules.Max(r => (long)r.Clocks);
        for (int later = 0; later < commands.Count; later++)
        {
            IssuedCommand b = commands[later];
            foreach (DramConstraint rule in rules)
            {
                if (rule.To != b.Command) continue;
                int close = 0;
                long nearest = 0;
                for (int earlier = later - 1; earlier >= 0 && b.Time - commands[earlier].Time < longest; earlier--)
                {
                    IssuedCommand a = commands[earlier];
                    if (a.Command != rule.From || b.Time - a.Time >= rule.Clocks || !Related(timing, rule, a, b)) continue;
                    close++;
                    nearest = a.Time;
                    if (close == rule.Window) break;
                }
                if (close >= rule.Window)
                    found.Add(new Violation(later, b, rule.ToString(), FormattableString.Invariant($"{b.Time - nearest} clocks after clock {nearest}")));
            }
        }
    }

    /// <summary>Whether two commands meet at the rule's level: in one node, or, for siblings, in two nodes of one parent.</summary>
    private static bool Related(DramTiming timing, DramConstraint rule, IssuedCommand a, IssuedCommand b)
    {
        int[] first = Path(timing, a), second = Path(timing, b);
        int level = (int)rule.Scope;
        for (int i = 0; i < level; i++)
            if (first[i] != second[i]) return false;
        return rule.Sibling ? first[level] != second[level] : first[level] == second[level];
    }

    // Channel, pseudo-channel, stack ID, bank group, bank.
    private static int[] Path(DramTiming timing, IssuedCommand c) =>
        [0, c.PseudoChannel, c.Bank / timing.BanksPerGroup / timing.BankGroups, c.Bank / timing.BanksPerGroup % timing.BankGroups, c.Bank % timing.BanksPerGroup];

    private static void Banks(DramTiming timing, IReadOnlyList<IssuedCommand> commands, ImmutableArray<Violation>.Builder found)
    {
        var open = new Dictionary<(int Pseudo, int Bank), int>();
        int banks = timing.StackIds * timing.BankGroups * timing.BanksPerGroup;
        for (int i = 0; i < commands.Count; i++)
        {
            IssuedCommand c = commands[i];
            (int, int) bank = (c.PseudoChannel, c.Bank);
            bool isOpen = open.TryGetValue(bank, out int row);
            switch (c.Command)
            {
                case DramCommand.Activate:
                    if (isOpen) found.Add(new Violation(i, c, "activate of a bank that is open", $"row {row} is open"));
                    open[bank] = c.Row;
                    break;
                case DramCommand.Read or DramCommand.Write or DramCommand.ReadPrecharge or DramCommand.WritePrecharge:
                    if (!isOpen) found.Add(new Violation(i, c, "read or write of a closed bank", "no row is open"));
                    else if (row != c.Row) found.Add(new Violation(i, c, "read or write of a row that is not open", $"row {row} is open, row {c.Row} is meant"));
                    if (c.Command is DramCommand.ReadPrecharge or DramCommand.WritePrecharge) open.Remove(bank);
                    break;
                case DramCommand.Precharge:
                    open.Remove(bank);
                    break;
                case DramCommand.PrechargeAll:
                    for (int b = 0; b < banks; b++) open.Remove((c.PseudoChannel, b));
                    break;
                case DramCommand.RefreshAll:
                    for (int b = 0; b < banks; b++)
                        if (open.ContainsKey((c.PseudoChannel, b))) found.Add(new Violation(i, c, "refresh with open banks", $"bank {b} is open"));
                    break;
                case DramCommand.RefreshBank:
                    if (isOpen) found.Add(new Violation(i, c, "refresh with open banks", $"bank {c.Bank} is open"));
                    break;
            }
        }
    }

    private static void Buses(DramTiming timing, DramProtocol protocol, IReadOnlyList<IssuedCommand> commands, ImmutableArray<Violation>.Builder found)
    {
        var last = new Dictionary<(int Bus, int Pseudo), long>();
        var data = new Dictionary<int, long>();
        for (int i = 0; i < commands.Count; i++)
        {
            IssuedCommand c = commands[i];
            int bus = protocol.Buses.TakeWhile(b => !b.Commands.Contains(c.Command)).Count();
            (int, int) place = (bus, protocol.BusScope == DramLevel.Channel ? 0 : c.PseudoChannel);
            if (i > 0 && c.Time < commands[i - 1].Time) found.Add(new Violation(i, c, "commands out of order", $"after clock {commands[i - 1].Time}"));
            if (bus == protocol.Buses.Length) found.Add(new Violation(i, c, "command that the standard has not", DramCommands.Name(c.Command)));
            else if (last.TryGetValue(place, out long busy) && busy == c.Time) found.Add(new Violation(i, c, "two commands at once", $"on bus {protocol.Buses[bus].Name}"));
            last[place] = c.Time;
            if (!DramCommands.IsColumn(c.Command)) continue;
            long start = c.Time + (DramCommands.IsRead(c.Command) ? timing.ReadLatency : timing.WriteLatency);
            if (data.TryGetValue(c.PseudoChannel, out long end) && start < end) found.Add(new Violation(i, c, "bursts overlap on the data bus", $"from clock {start}, the one before lasts until {end}"));
            data[c.PseudoChannel] = start + timing.BurstClocks;
        }
    }

    private static void Refreshes(DramTiming timing, DramProtocol protocol, IReadOnlyList<IssuedCommand> commands, RefreshMode refresh, ImmutableArray<Violation>.Builder found)
    {
        int banks = timing.StackIds * timing.BankGroups * timing.BanksPerGroup;
        long interval = refresh == RefreshMode.AllBank ? timing.RefreshInterval : timing.RefreshInterval / banks;
        DramCommand wanted = refresh == RefreshMode.AllBank ? DramCommand.RefreshAll : DramCommand.RefreshBank;
        for (int pseudo = 0; pseudo < timing.PseudoChannels; pseudo++)
        {
            long done = 0;
            for (int i = 0; i < commands.Count; i++)
            {
                IssuedCommand c = commands[i];
                // At every command, this one not counted: refreshes owed beyond those that may be postponed, plus the one now being done.
                if (c.Time / interval - done > protocol.MostPostponed + 1)
                {
                    found.Add(new Violation(i, c, "refresh interval overrun", FormattableString.Invariant($"pseudo-channel {pseudo} has done {done} of {c.Time / interval} refreshes")));
                    break;
                }
                if (c.PseudoChannel != pseudo || c.Command != wanted) continue;
                if (refresh == RefreshMode.PerBank && c.Bank != done % banks) found.Add(new Violation(i, c, "per-bank refresh out of turn", $"bank {done % banks} is next"));
                done++;
            }
        }
    }
}
