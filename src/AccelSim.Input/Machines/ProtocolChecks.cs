using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Input.Yaml;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>Resolves the rows of a protocol against the timing parameters and refuses tables that contradict themselves.</summary>
internal sealed class ProtocolChecks(DramTiming timing, DramProtocol protocol, YamlNode? block, ProblemLog log)
{
    private const string Key = "protocol";

    private static readonly ImmutableArray<(string Name, Func<DramTiming, int> Value)> Shared =
    [
        ("n_bl", t => t.BurstClocks), ("n_cl", t => t.ReadLatency), ("n_cwl", t => t.WriteLatency), ("n_rcd_rd", t => t.ActivateToRead),
        ("n_rcd_wr", t => t.ActivateToWrite), ("n_rp", t => t.Precharge), ("n_ras", t => t.ActivateToPrecharge), ("n_rtp", t => t.ReadToPrecharge),
        ("n_wr", t => t.WriteRecovery), ("n_rrd", t => t.ActivateToActivate), ("n_faw", t => t.FourActivates), ("n_wtr", t => t.WriteToRead),
        ("n_rtw", t => t.ReadToWrite), ("n_rfc", t => t.RefreshCycle), ("n_refi", t => t.RefreshInterval),
    ];

    /// <summary>The protocol with the clocks of its rows; meaningless where something was reported.</summary>
    public static DramProtocol Resolve(DramTiming timing, DramProtocol protocol, YamlNode? block, ProblemLog log)
    {
        int before = log.Count;
        var checks = new ProtocolChecks(timing, protocol, block, log);
        DramProtocol resolved = checks.Resolve();
        if (log.Count == before) new ProtocolChecks(timing, resolved, block, log).Consistent();
        return resolved;
    }

    private DramProtocol Resolve()
    {
        var values = Shared.ToDictionary(s => s.Name, s => s.Value(timing), StringComparer.Ordinal);
        foreach ((string name, int value) in protocol.Parameters)
        {
            if (!values.TryAdd(name, value)) Report(["parameters", name], $"stands in the block timing too; a number stands once");
        }
        var used = new HashSet<string>(StringComparer.Ordinal);
        ImmutableArray<ConstraintRow> rows = [.. protocol.Rows.Select((row, i) => row with { Clocks = Sum(i, row, values, used) })];
        foreach ((string name, _) in protocol.Parameters)
        {
            if (!used.Contains(name)) Report(["parameters", name], "is used by no row of constraints; leave it out or name it in a row");
        }
        foreach ((string name, string text) in protocol.Mappings)
        {
            if (!AddressOrder.TryParse(text, timing, 1, out _, out string? error)) Report(["mappings", name], error);
        }
        for (int i = 0; i < rows.Length; i++)
        {
            foreach (DramCommand command in rows[i].From.Concat(rows[i].To).Distinct())
            {
                if (!protocol.Has(command)) Report(i, $"names {DramCommands.Name(command)}, which is on no bus and could never be issued");
            }
        }
        return protocol with { Rows = rows };
    }

    private int Sum(int index, ConstraintRow row, Dictionary<string, int> values, HashSet<string> used)
    {
        long sum = 0;
        foreach (string term in row.Sum.Split('+', StringSplitOptions.TrimEntries))
        {
            if (values.TryGetValue(term, out int value))
            {
                used.Add(term);
                sum += value;
            }
            else if (int.TryParse(term, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                sum += number;
            }
            else
            {
                Report(index, $"'{term}' in clocks is no parameter of timing or protocol.parameters and no number{ProtocolYaml.Near(term, values.Keys)}");
            }
        }
        if (sum is < 1 or > 10_000_000) Report(index, $"clocks: '{row.Sum}' is {sum}; a row keeps 1 to 10000000 clocks apart");
        return (int)Math.Clamp(sum, 0, 10_000_000);
    }

    private void Consistent()
    {
        Needed();
        DataBus();
        int cycle = Gap(DramCommand.Activate, DramCommand.Activate, DramLevel.Bank);
        int open = Gap(DramCommand.Activate, DramCommand.Precharge, DramLevel.Bank), close = Gap(DramCommand.Precharge, DramCommand.Activate, DramLevel.Bank);
        // Nanoseconds are rounded up one by one, so the sum of two may be a clock longer than the whole.
        if (open + close > cycle + 1)
            Report($"activate to precharge ({open}) and precharge to activate ({close}) of a bank make {open + close} clocks, but activate to activate says {cycle}; at most one clock of rounding may lie between");
        int apart = Gap(DramCommand.Activate, DramCommand.Activate, DramLevel.PseudoChannel);
        for (int i = 0; i < protocol.Rows.Length; i++)
        {
            ConstraintRow row = protocol.Rows[i];
            if (row.Window == 1 || !row.From.Contains(DramCommand.Activate) || !row.To.Contains(DramCommand.Activate)) continue;
            if (row.Clocks < (row.Window - 1) * apart)
                Report(i, $"a window of {row.Clocks} clocks is over before its {row.Window} activates can be issued, {apart} clocks apart; at least {(row.Window - 1) * apart} are needed");
        }
        Refreshes();
    }

    /// <summary>Pairs that a controller relies on, so a table without them describes no DRAM.</summary>
    private void Needed()
    {
        (DramCommand From, DramCommand To, DramLevel Shared)[] pairs =
        [
            (DramCommand.Activate, DramCommand.Read, DramLevel.Bank), (DramCommand.Activate, DramCommand.Write, DramLevel.Bank),
            (DramCommand.Activate, DramCommand.Precharge, DramLevel.Bank), (DramCommand.Precharge, DramCommand.Activate, DramLevel.Bank),
            (DramCommand.Read, DramCommand.Precharge, DramLevel.Bank), (DramCommand.Write, DramCommand.Precharge, DramLevel.Bank),
            (DramCommand.Activate, DramCommand.PrechargeAll, DramLevel.PseudoChannel), (DramCommand.PrechargeAll, DramCommand.Activate, DramLevel.PseudoChannel),
            (DramCommand.RefreshAll, DramCommand.Activate, DramLevel.PseudoChannel), (DramCommand.PrechargeAll, DramCommand.RefreshAll, DramLevel.PseudoChannel),
            .. protocol.Has(DramCommand.ReadPrecharge) ? [(DramCommand.ReadPrecharge, DramCommand.Activate, DramLevel.Bank), (DramCommand.WritePrecharge, DramCommand.Activate, DramLevel.Bank)]
                : ((DramCommand, DramCommand, DramLevel)[])[],
            .. protocol.Has(DramCommand.RefreshBank) ? [(DramCommand.RefreshBank, DramCommand.Activate, DramLevel.Bank), (DramCommand.Precharge, DramCommand.RefreshBank, DramLevel.Bank)]
                : ((DramCommand, DramCommand, DramLevel)[])[],
        ];
        foreach ((DramCommand from, DramCommand to, DramLevel shared) in pairs)
        {
            if (protocol.Gap(from, to, shared) == 0)
                Report($"no row keeps {DramCommands.Name(to)} away from {DramCommands.Name(from)} at one {DramLevels.Names[(int)shared].Name}; a table without it describes no DRAM");
        }
    }

    private void DataBus()
    {
        foreach (DramLevel shared in (DramLevel[])[DramLevel.PseudoChannel, DramLevel.StackId, DramLevel.BankGroup, DramLevel.Bank])
        {
            if (shared == DramLevel.PseudoChannel && timing.StackIds == 1) continue;
            Bursts(DramCommand.Read, DramCommand.Read, shared, 0);
            Bursts(DramCommand.Write, DramCommand.Write, shared, 0);
            Bursts(DramCommand.Read, DramCommand.Write, shared, timing.ReadLatency - timing.WriteLatency);
            Bursts(DramCommand.Write, DramCommand.Read, shared, timing.WriteLatency - timing.ReadLatency);
        }
    }

    private void Bursts(DramCommand from, DramCommand to, DramLevel shared, int later)
    {
        int gap = Gap(from, to, shared), least = timing.BurstClocks + later;
        if (gap < least)
            Report($"{DramCommands.Name(to)} may follow {DramCommands.Name(from)} in one {DramLevels.Names[(int)shared].Name} after {gap} clocks, but their bursts of n_bl = {timing.BurstClocks} clocks then overlap on the data bus; at least {least} are needed");
    }

    private void Refreshes()
    {
        int wait = Gap(DramCommand.RefreshAll, DramCommand.Activate, DramLevel.PseudoChannel);
        if (wait >= timing.RefreshInterval) Report($"a refresh of {wait} clocks every n_refi = {timing.RefreshInterval} leaves no time for anything else");
        else Between("", wait, Gap(DramCommand.PrechargeAll, DramCommand.RefreshAll, DramLevel.PseudoChannel));
        if (!protocol.Has(DramCommand.RefreshBank)) return;
        Between(" of a bank", Gap(DramCommand.RefreshBank, DramCommand.Activate, DramLevel.Bank), Gap(DramCommand.Precharge, DramCommand.RefreshBank, DramLevel.Bank));
        int banks = timing.StackIds * timing.BankGroups * timing.BanksPerGroup, interval = timing.RefreshInterval / banks;
        int apart = Gap(DramCommand.RefreshBank, DramCommand.RefreshBank, DramLevel.PseudoChannel);
        if (apart > interval) Report($"{banks} banks refresh one by one within n_refi = {timing.RefreshInterval}, so every {interval} clocks, but REFpb keeps {apart} clocks from the last");
    }

    /// <summary>
    /// A row must be opened, used and closed between two refreshes, or no data ever pass. The earlier of the two may come late by as much: a row that was opened just
    /// before it must stay open and be closed first.
    /// </summary>
    private void Between(string what, int wait, int closing)
    {
        int row = closing + Math.Max(Gap(DramCommand.Activate, DramCommand.Precharge, DramLevel.Bank),
            Math.Max(Used(DramCommand.Read), Used(DramCommand.Write)));
        if (wait < timing.RefreshInterval && wait + (2 * row) > timing.RefreshInterval)
            Report($"a refresh{what} of {wait} clocks every n_refi = {timing.RefreshInterval} leaves less than twice the {row} clocks in which a row is opened, used and closed: data might never pass");

        int Used(DramCommand column) => Gap(DramCommand.Activate, column, DramLevel.Bank) + Gap(column, DramCommand.Precharge, DramLevel.Bank);
    }

    private int Gap(DramCommand from, DramCommand to, DramLevel shared) => protocol.Gap(from, to, shared);

    private void Report(string message) => log.Add(block?.At ?? default, Key, message);

    private void Report(int row, string message)
    {
        YamlNode? rows = (block as YamlMapping)?.Find("constraints");
        YamlNode? at = rows is YamlSequence list ? list.Items[row] : rows;
        log.Add(at?.At ?? default, string.Create(CultureInfo.InvariantCulture, $"{Key}.constraints[{row}]"), message);
    }

    private void Report(ReadOnlySpan<string> keys, string message)
    {
        YamlNode? at = block;
        foreach (string key in keys) at = (at as YamlMapping)?.Find(key) ?? at;
        log.Add(at?.At ?? default, $"{Key}.{string.Join('.', keys.ToArray())}", message);
    }
}
