using System.Collections.Immutable;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using Command = AccelSim.Model.Dram.DramCommand;

namespace AccelSim.Explore.Identities;

/// <summary>A DRAM standard that no committee wrote: random numbers of the usual sizes in the usual rules, which never contradict each other.</summary>
internal static class RandomStandard
{
    private static readonly ImmutableArray<Command>
        Reads = [Command.Read, Command.ReadPrecharge], Writes = [Command.Write, Command.WritePrecharge], Row = [Command.Activate, Command.RefreshBank];

    public static DramTiming Draw(Chance chance)
    {
        int burst = chance.Int(1, 4), read = chance.Int(4, 30), write = chance.Int(2, read), rrd = chance.Int(1, 6), ras = chance.Int(20, 50), precharge = chance.Int(8, 30);
        int refresh = chance.Int(60, 300);
        (int stacks, int groups, int banks) = (chance.Pick(1, 1, 2, 3), chance.Pick(1, 2, 4), chance.Pick(2, 4));
        var timing = new DramTiming
        {
            Standard = "random",
            TckPs = 1000,
            PseudoChannels = chance.Int(1, 2),
            BurstBytes = 32,
            BurstClocks = burst,
            BankGroups = groups,
            BanksPerGroup = banks,
            StackIds = stacks,
            RowBytes = 32 * chance.Pick(4, 16, 32),
            RowsPerBank = chance.Pick(8, 64, 1000),
            ReadLatency = read,
            WriteLatency = write,
            ActivateToRead = chance.Int(8, 30),
            ActivateToWrite = chance.Int(5, 30),
            Precharge = precharge,
            ActivateToPrecharge = ras,
            ReadToPrecharge = chance.Int(2, 12),
            WriteRecovery = chance.Int(8, 30),
            ActivateToActivate = rrd,
            FourActivates = chance.Int(4 * rrd, 8 * rrd),
            WriteToRead = chance.Int(2, 12),
            // Bursts must not meet on the data bus: a write after a read begins when the read has passed.
            ReadToWrite = read + burst - write + chance.Int(0, 4),
            RefreshCycle = refresh,
            RefreshInterval = stacks * groups * banks * (refresh + chance.Int(100, 300)),
        };
        return timing with { Protocol = Protocol(chance, timing) };
    }

    /// <summary>Rows of the table; same-group gaps are at least those between groups.</summary>
    private static DramProtocol Protocol(Chance chance, DramTiming t)
    {
        int cycle = t.ActivateToPrecharge + t.Precharge + chance.Int(0, 1), wide = t.BurstClocks + chance.Int(0, 3), between = t.BurstClocks + chance.Int(0, 2);
        int written = t.WriteLatency + t.BurstClocks + t.WriteRecovery, bankRefresh = t.RefreshCycle * 2 / 3, hold = chance.Int(1, 2), apart = chance.Int(1, 3);
        int sameGroup = t.WriteLatency + t.BurstClocks + t.WriteToRead;
        const DramLevel Bank = DramLevel.Bank, Group = DramLevel.BankGroup, Stack = DramLevel.StackId, Pseudo = DramLevel.PseudoChannel;
        ImmutableArray<ConstraintRow> rows =
        [
            Rule([Command.Activate], Reads, Bank, t.ActivateToRead),
            Rule([Command.Activate], Writes, Bank, t.ActivateToWrite),
            Rule([Command.Activate], [Command.Precharge], Bank, t.ActivateToPrecharge),
            Rule([Command.Activate], Row, Bank, cycle),
            Rule([Command.Precharge], Row, Bank, t.Precharge),
            Rule([Command.Read], [Command.Precharge], Bank, t.ReadToPrecharge),
            Rule([Command.Write], [Command.Precharge], Bank, written),
            Rule([Command.ReadPrecharge], Row, Bank, t.ReadToPrecharge + t.Precharge),
            Rule([Command.WritePrecharge], Row, Bank, written + t.Precharge),
            Rule([Command.RefreshBank], Row, Bank, bankRefresh),
            Rule([Command.Activate], [Command.Activate], Group, t.ActivateToActivate + chance.Int(0, 3)),
            Rule(Reads, Reads, Group, wide),
            Rule(Writes, Writes, Group, wide),
            Rule(Writes, Reads, Group, sameGroup),
            Rule(Reads, Reads, Stack, t.BurstClocks),
            Rule(Writes, Writes, Stack, t.BurstClocks),
            Rule(Reads, Reads, Stack, between) with { Sibling = true },
            Rule(Writes, Writes, Stack, between) with { Sibling = true },
            Rule(Reads, Writes, Pseudo, t.ReadToWrite),
            Rule(Writes, Reads, Pseudo, sameGroup - chance.Int(0, t.WriteToRead - 1)),
            Rule([Command.Activate], Row, Pseudo, t.ActivateToActivate),
            Rule([Command.Activate], [Command.Activate], Pseudo, t.FourActivates) with { Window = 4 },
            Rule([Command.RefreshBank], Row, Pseudo, chance.Int(2, 10)),
            Rule([Command.Precharge, Command.PrechargeAll], [Command.Precharge, Command.PrechargeAll], Pseudo, apart),
            Rule([Command.Activate], [Command.PrechargeAll], Pseudo, t.ActivateToPrecharge),
            Rule([Command.Read], [Command.PrechargeAll], Pseudo, t.ReadToPrecharge),
            Rule([Command.Write], [Command.PrechargeAll], Pseudo, written),
            Rule([Command.PrechargeAll], [Command.Activate, Command.RefreshAll, Command.RefreshBank], Pseudo, t.Precharge),
            Rule([Command.Precharge], [Command.RefreshAll], Pseudo, t.Precharge),
            Rule([Command.Activate], [Command.RefreshAll], Pseudo, cycle),
            Rule([Command.ReadPrecharge], [Command.RefreshAll], Pseudo, t.ReadToPrecharge + t.Precharge),
            Rule([Command.WritePrecharge], [Command.RefreshAll], Pseudo, written + t.Precharge),
            Rule([Command.RefreshAll], [Command.Activate, Command.RefreshAll, Command.RefreshBank], Pseudo, t.RefreshCycle),
            Rule([Command.RefreshBank], [Command.RefreshAll], Pseudo, bankRefresh),
            Rule([Command.Activate], [Command.Activate, Command.RefreshAll, Command.RefreshBank], DramLevel.Channel, hold),
        ];
        ImmutableArray<Command> column = [.. Reads, .. Writes], row = [Command.Activate, Command.Precharge, Command.PrechargeAll, Command.RefreshAll, Command.RefreshBank];
        return new DramProtocol
        {
            Parameters = [],
            BusScope = chance.Pick(DramLevel.Channel, Pseudo),
            Buses = chance.Bool() ? [new("all", [.. column, .. row])] : [new("column", column), new("row", row)],
            Rows = rows,
            MostPostponed = 8,
            Mappings = [new("rows", "RaRoBaCoBgPcCh"), new("banks", "RaRoCoBaBgPcCh"), new("stacks", "RoRaBaCoBgPcCh"), new("closed", "RoCoRaBaBgPcCh")],
        };
    }

    private static ConstraintRow Rule(ImmutableArray<Command> from, ImmutableArray<Command> to, DramLevel scope, int clocks) =>
        new(from, to, scope, FormattableString.Invariant($"{clocks}"), 1, false) { Clocks = clocks };
}
