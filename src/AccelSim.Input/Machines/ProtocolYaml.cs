using System.Collections.Immutable;
using AccelSim.Input.Yaml;
using AccelSim.Model.Dram;

namespace AccelSim.Input.Machines;

/// <summary>The block <c>protocol</c> of a DRAM standard: buses, commands, timing rows, refresh, address orders and energies.</summary>
internal static class ProtocolYaml
{
    /// <summary>Commands by JEDEC's names.</summary>
    public static readonly EnumType<DramCommand> Command = new([.. DramCommands.Names.Select((name, i) => (name, (DramCommand)i))]);

    private static readonly EnumType<DramLevel> Scope = new([.. DramLevels.Names.Take(DramLevels.Nodes).Select((n, i) => (n.Name, (DramLevel)i))]);

    public static ObjectType<DramProtocol> Declare()
    {
        var block = new ObjectDeclaration<DramProtocol>("a protocol");
        var parameters = block.Required("parameters", new MapType<int>("a timing parameter such as n_rc", new IntType(0, 1_000_000), NameFault), p => p.Parameters,
            "Timing parameters in clocks that stand beside those of the block timing, under JEDEC's names.", "{n_rc: 72, n_ccd_s: 2, n_ccd_l: 4, n_rrd_l: 5, n_wtr_s: 7}");
        var busScope = block.Required("bus_scope", new EnumType<DramLevel>(("channel", DramLevel.Channel), ("pseudo_channel", DramLevel.PseudoChannel)), p => p.BusScope,
            "Level whose nodes have command buses of their own.", "channel");
        var buses = block.Required("buses", new ConvertedType<ImmutableArray<KeyValuePair<string, ImmutableArray<DramCommand>>>, ImmutableArray<CommandBus>>(
            new MapType<ImmutableArray<DramCommand>>("the name of a command bus", new ListType<DramCommand>(Command)), Buses,
            all => [.. all.Select(b => KeyValuePair.Create(b.Name, b.Commands))]), p => p.Buses,
            "Command buses and the commands on them; a bus carries one command a clock, and the controller serves the buses in this order.",
            "{column: [RD, RDA, WR, WRA], row: [ACT, PRE, PREA, REFab]}");
        var rows = block.Required("constraints", new ListType<ConstraintRow>(Row(), 1, 10_000), p => p.Rows, "Timing rows: how long a command waits for an earlier one.", Example);
        var postponed = block.Optional("max_postponed", new IntType(0, 64), p => p.MostPostponed, 0, "Refreshes that may be owed at most.");
        var mappings = block.Required("mappings", new MapType<string>("the name of an address order", new TextType("an address order such as RaRoBaCoBgPcCh", 200)), p => p.Mappings,
            "Address orders by name, most significant digit first; the first is the usual one.", "{rows: RaRoBaCoBgPcCh}");
        var energy = block.Optional("energy", new ConvertedType<ImmutableArray<KeyValuePair<string, double>>, ImmutableArray<KeyValuePair<DramCommand, double>>>(
            new MapType<double>("a command such as ACT", new RealType(0, 1e12), CommandFault, 0), (written, _, _, out value) =>
            {
                value = [.. written.Select(e => KeyValuePair.Create((DramCommand)DramCommands.Names.IndexOf(e.Key), e.Value))];
                return true;
            }, all => [.. all.Select(e => KeyValuePair.Create(DramCommands.Name(e.Key), e.Value))]), p => p.EnergyPj, [],
            "Energy of a command in picojoules, where a source gives it; commands left out have none that is known.");
        return block.Build(v => new DramProtocol
        {
            Parameters = v.Get(parameters),
            BusScope = v.Get(busScope),
            Buses = v.Get(buses),
            Rows = v.Get(rows),
            MostPostponed = v.Get(postponed),
            Mappings = v.Get(mappings),
            EnergyPj = v.Get(energy),
        });
    }

    /// <summary>Enough rows for a template that passes the checks.</summary>
    private const string Example = "[{from: ACT, to: [RD, RDA], scope: bank, clocks: n_rcd_rd}, {from: ACT, to: [WR, WRA], scope: bank, clocks: n_rcd_wr}, "
        + "{from: ACT, to: PRE, scope: bank, clocks: n_ras}, {from: ACT, to: ACT, scope: bank, clocks: n_rc}, {from: PRE, to: ACT, scope: bank, clocks: n_rp}, "
        + "{from: RD, to: PRE, scope: bank, clocks: n_rtp}, {from: WR, to: PRE, scope: bank, clocks: n_cwl + n_bl + n_wr}, "
        + "{from: RDA, to: ACT, scope: bank, clocks: n_rtp + n_rp}, {from: WRA, to: ACT, scope: bank, clocks: n_cwl + n_bl + n_wr + n_rp}, "
        + "{from: ACT, to: PREA, scope: pseudo_channel, clocks: n_ras}, {from: [RD, RDA], to: PREA, scope: pseudo_channel, clocks: n_rtp}, "
        + "{from: [WR, WRA], to: PREA, scope: pseudo_channel, clocks: n_cwl + n_bl + n_wr}, {from: [PRE, PREA], to: REFab, scope: pseudo_channel, clocks: n_rp}, "
        + "{from: PREA, to: ACT, scope: pseudo_channel, clocks: n_rp}, {from: ACT, to: REFab, scope: pseudo_channel, clocks: n_rc}, "
        + "{from: RDA, to: REFab, scope: pseudo_channel, clocks: n_rtp + n_rp}, {from: WRA, to: REFab, scope: pseudo_channel, clocks: n_cwl + n_bl + n_wr + n_rp}, "
        + "{from: REFab, to: [ACT, REFab], scope: pseudo_channel, clocks: n_rfc}, {from: ACT, to: ACT, scope: pseudo_channel, clocks: n_rrd}, "
        + "{from: ACT, to: ACT, scope: bank_group, clocks: n_rrd_l}, {from: ACT, to: ACT, scope: pseudo_channel, clocks: n_faw, window: 4}, "
        + "{from: [RD, RDA], to: [RD, RDA], scope: pseudo_channel, clocks: n_ccd_s}, {from: [RD, RDA], to: [RD, RDA], scope: bank_group, clocks: n_ccd_l}, "
        + "{from: [WR, WRA], to: [WR, WRA], scope: pseudo_channel, clocks: n_ccd_s}, {from: [WR, WRA], to: [WR, WRA], scope: bank_group, clocks: n_ccd_l}, "
        + "{from: [RD, RDA], to: [WR, WRA], scope: pseudo_channel, clocks: n_rtw}, "
        + "{from: [WR, WRA], to: [RD, RDA], scope: pseudo_channel, clocks: n_cwl + n_bl + n_wtr_s}, "
        + "{from: [WR, WRA], to: [RD, RDA], scope: bank_group, clocks: n_cwl + n_bl + n_wtr}]";

    private static ObjectType<ConstraintRow> Row()
    {
        var row = new ObjectDeclaration<ConstraintRow>("a timing row");
        var commands = new ListType<DramCommand>(Command);
        var from = row.Required("from", commands, r => r.From, "Earlier commands.", "ACT");
        var to = row.Required("to", commands, r => r.To, "Later commands.", "RD");
        var scope = row.Required("scope", Scope, r => r.Scope, "Level whose nodes count apart.", "bank");
        var clocks = row.Required("clocks", new TextType("a sum of timing parameters and numbers, as in 'n_cwl + n_bl + n_wr'", 200), r => r.Sum,
            "Clocks from issue to issue: names of parameters and numbers, joined by '+'.", "n_rcd_rd");
        var window = row.Optional("window", new IntType(1, 16), r => r.Window, 1, "How many issues of the earlier command the row looks back; 4 for a window of four activates.");
        var sibling = row.Optional("sibling", new BoolType(), r => r.Sibling, false, "Whether the row holds for other nodes of the level under the same parent, instead of for the same node.");
        row.Check([from, to, scope, sibling, window], v =>
        {
            if (v.Get(sibling) && v.Get(window) > 1) v.Report(window, "a row over siblings looks back one issue; window and sibling exclude each other");
            DramCommand wide = v.Get(from).Concat(v.Get(to)).FirstOrDefault(DramCommands.IsWide, DramCommand.Activate);
            if (DramCommands.IsWide(wide) && v.Get(scope) > DramLevel.PseudoChannel)
                v.Report(scope, $"{DramCommands.Name(wide)} acts on all banks of a pseudo-channel; the scope of its rows is channel or pseudo_channel");
            if (v.Get(sibling) && v.Get(scope) == DramLevel.Channel)
                v.Report(sibling, "a channel has no siblings; the scope of such a row is a level below it");
        });
        return row.Build(v => new ConstraintRow(v.Get(from), v.Get(to), v.Get(scope), v.Get(clocks), v.Get(window), v.Get(sibling)));
    }

    private static bool Buses(ImmutableArray<KeyValuePair<string, ImmutableArray<DramCommand>>> written, YamlNode node, ReadContext context, out ImmutableArray<CommandBus> value)
    {
        value = [.. written.Select(b => new CommandBus(b.Key, b.Value))];
        bool ok = true;
        for (int i = 0; i < DramCommands.Count; i++)
        {
            var command = (DramCommand)i;
            int times = value.Sum(b => b.Commands.Count(c => c == command));
            if (times > 1)
            {
                context.Log.Add(node.At, $"{DramCommands.Name(command)} stands {times} times; a command travels on one bus");
                ok = false;
            }
            if (times == 0 && command is not (DramCommand.RefreshBank or DramCommand.ReadPrecharge or DramCommand.WritePrecharge))
            {
                context.Log.Add(node.At, $"{DramCommands.Name(command)} is on no bus and could never be issued; only RDA, WRA and REFpb may be left out");
                ok = false;
            }
        }
        if (value.Any(b => b.Commands.Contains(DramCommand.ReadPrecharge)) != value.Any(b => b.Commands.Contains(DramCommand.WritePrecharge)))
        {
            context.Log.Add(node.At, "has one of RDA and WRA; a standard has both or neither");
            ok = false;
        }
        return ok;
    }

    private static string? CommandFault(string key, ReadContext context) =>
        DramCommands.Names.Contains(key) ? null : $"'{key}' is no command{Near(key, DramCommands.Names)}";

    private static string? NameFault(string key, ReadContext context) =>
        key.Length > 1 && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_') && !char.IsAsciiDigit(key[0]) ? null
            : $"'{key}' is no name of a parameter; use lower-case letters, digits and '_', as in n_rc";

    /// <summary>The name that was probably meant, or all of them.</summary>
    internal static string Near(string given, IReadOnlyCollection<string> names) =>
        Suggestion.For(given, names) is { Length: > 0 } near ? near : $"; known are {string.Join(", ", names)}";
}
