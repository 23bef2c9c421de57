using AccelSim.Input.Quantities;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>
/// A DRAM standard (<c>kind: dram</c>). <c>timing</c> holds JEDEC's parameters by their usual names; <c>protocol</c>, the command level,
/// refers to these names and stands beside it, so that no number stands twice.
/// </summary>
public static class DramFile
{
    private static readonly QuantityType Bytes = new(Dimensions.Size, 1, 1L << 20);

    public static FileKind<DramTiming> Kind { get; } = new("dram", "configs/dram", "A DRAM standard: organisation and timing.", Declare);

    private static ObjectType<DramTiming> Declare(ObjectDeclaration<DramTiming> file)
    {
        var name = file.Required("name", TextType.Name, d => d.Standard, "Name that memory.standard of a machine refers to.", "my-dram");
        file.Optional("description", new TextType(), _ => "", "", "What this standard is, in a sentence.");
        var period = file.Required("clock_period", Lift.Int(new QuantityType(Dimensions.Time, 1, 1_000_000)), d => d.TckPs,
            "Period of the clock that the timing parameters count (tCK).", "625 ps");
        var organisation = file.Required("organisation", Organisation(), d => d, "What a channel is made of.");
        var timing = file.Required("timing", Timing(), d => d, "Timing parameters in clocks, under JEDEC's names.");
        var protocol = file.Block("protocol", ProtocolYaml.Declare(), d => d.Protocol, "The command level: buses, timing rows, refresh, address orders, energies.");
        file.Check([organisation, timing, protocol], v =>
        {
            if (v.Get(protocol) is { } commands) ProtocolChecks.Resolve(Joined(v), commands, v.Node(protocol), v.Context.Log);
        });
        file.Check([organisation, timing], v =>
        {
            DramTiming times = v.Get(timing);
            if (times.RefreshInterval <= times.RefreshCycle + times.Precharge)
                v.Report(timing, $"a refresh of {times.RefreshCycle} clocks every {times.RefreshInterval} leaves no time for data; n_refi must exceed n_rfc + n_rp");
        });
        return file.Build(v =>
        {
            DramTiming joined = Joined(v) with { Standard = v.Get(name), TckPs = v.Get(period) };
            return v.Get(protocol) is { } commands ? joined with { Protocol = ProtocolChecks.Resolve(joined, commands, v.Node(protocol), v.Context.Log) } : joined;
        });

        DramTiming Joined(FieldValues v)
        {
            DramTiming parts = v.Get(organisation);
            return v.Get(timing) with
            {
                PseudoChannels = parts.PseudoChannels,
                StackIds = parts.StackIds,
                BankGroups = parts.BankGroups,
                BanksPerGroup = parts.BanksPerGroup,
                RowsPerBank = parts.RowsPerBank,
                RowBytes = parts.RowBytes,
                BurstBytes = parts.BurstBytes,
            };
        }
    }

    private static ObjectType<DramTiming> Organisation()
    {
        var block = new ObjectDeclaration<DramTiming>("an organisation");
        var count = new IntType(1, 1024);
        var pseudo = block.Required("pseudo_channels", count, d => d.PseudoChannels, "Buses with their own banks per channel (pseudo-channels, sub-channels).", "2");
        var stacks = block.Optional("stack_ids", count, d => d.StackIds, 1, "Sets of banks on one bus (stack IDs, ranks); they add capacity, the row model opens rows in one.");
        var groups = block.Required("bank_groups", count, d => d.BankGroups, "Bank groups of one set.", "4");
        var banks = block.Required("banks_per_group", count, d => d.BanksPerGroup, "Banks of one group.", "4");
        var rows = block.Required("rows_per_bank", new IntType(1, 1 << 24), d => d.RowsPerBank, "Rows of one bank.", "16384");
        var row = block.Required("row", Lift.Int(Bytes), d => d.RowBytes, "Bytes of one row of one bank on one bus.", "1 KiB");
        var burst = block.Required("burst", Lift.Int(Bytes), d => d.BurstBytes, "Bytes of one burst on one bus.", "32 B");
        block.Check([row, burst], v =>
        {
            if (v.Get(row) % v.Get(burst) != 0) v.Report(burst, $"{v.Get(burst)} bytes do not divide the row of {v.Get(row)}; a row holds a whole number of bursts");
        });
        return block.Build(v => Empty with
        {
            PseudoChannels = v.Get(pseudo),
            StackIds = v.Get(stacks),
            BankGroups = v.Get(groups),
            BanksPerGroup = v.Get(banks),
            RowsPerBank = v.Get(rows),
            RowBytes = v.Get(row),
            BurstBytes = v.Get(burst),
        });
    }

    private static ObjectType<DramTiming> Timing()
    {
        var block = new ObjectDeclaration<DramTiming>("a timing block");
        var clocks = new IntType(1, 1_000_000);
        var burst = block.Required("n_bl", clocks, d => d.BurstClocks, "Data bus busy per burst when bank groups alternate: nBL, not below nCCD_S.", "2");
        var read = block.Required("n_cl", clocks, d => d.ReadLatency, "Read command to first data.", "20");
        var write = block.Required("n_cwl", clocks, d => d.WriteLatency, "Write command to first data.", "10");
        var toRead = block.Required("n_rcd_rd", clocks, d => d.ActivateToRead, "Activate to read.", "31");
        var toWrite = block.Required("n_rcd_wr", clocks, d => d.ActivateToWrite, "Activate to write.", "15");
        var precharge = block.Required("n_rp", clocks, d => d.Precharge, "Precharge to activate.", "26");
        var open = block.Required("n_ras", clocks, d => d.ActivateToPrecharge, "Activate to precharge.", "45");
        var readToPrecharge = block.Required("n_rtp", clocks, d => d.ReadToPrecharge, "Read to precharge.", "9");
        var recovery = block.Required("n_wr", clocks, d => d.WriteRecovery, "End of write data to precharge.", "33");
        var activates = block.Required("n_rrd", clocks, d => d.ActivateToActivate, "Activate to activate of another bank group (nRRD_S).", "4");
        var four = block.Required("n_faw", clocks, d => d.FourActivates, "Window of four activates.", "24");
        var writeToRead = block.Required("n_wtr", clocks, d => d.WriteToRead, "End of write data to read of the same bank group (nWTR_L).", "10");
        var readToWrite = block.Required("n_rtw", clocks, d => d.ReadToWrite, "Read command to write command.", "20");
        var refresh = block.Required("n_rfc", clocks, d => d.RefreshCycle, "All-bank refresh.", "560");
        var interval = block.Required("n_refi", clocks, d => d.RefreshInterval, "Mean time between all-bank refreshes.", "6240");
        block.Check([four, activates], v =>
        {
            if (v.Get(four) < v.Get(activates)) v.Report(four, $"{v.Get(four)} is below n_rrd = {v.Get(activates)}; a window of four activates cannot be shorter than the gap between two");
        });
        block.Check([open, toRead], v =>
        {
            if (v.Get(open) < v.Get(toRead)) v.Report(open, $"{v.Get(open)} is below n_rcd_rd = {v.Get(toRead)}; a row must stay open until it can be read");
        });
        return block.Build(v => Empty with
        {
            BurstClocks = v.Get(burst),
            ReadLatency = v.Get(read),
            WriteLatency = v.Get(write),
            ActivateToRead = v.Get(toRead),
            ActivateToWrite = v.Get(toWrite),
            Precharge = v.Get(precharge),
            ActivateToPrecharge = v.Get(open),
            ReadToPrecharge = v.Get(readToPrecharge),
            WriteRecovery = v.Get(recovery),
            ActivateToActivate = v.Get(activates),
            FourActivates = v.Get(four),
            WriteToRead = v.Get(writeToRead),
            ReadToWrite = v.Get(readToWrite),
            RefreshCycle = v.Get(refresh),
            RefreshInterval = v.Get(interval),
        });
    }

    /// <summary>Blocks of the file each fill a part; the file joins them.</summary>
    private static readonly DramTiming Empty = new()
    {
        Standard = "",
        TckPs = 0,
        PseudoChannels = 0,
        BurstBytes = 0,
        BurstClocks = 0,
        BankGroups = 0,
        BanksPerGroup = 0,
        RowBytes = 0,
        ReadLatency = 0,
        WriteLatency = 0,
        ActivateToRead = 0,
        ActivateToWrite = 0,
        Precharge = 0,
        ActivateToPrecharge = 0,
        ReadToPrecharge = 0,
        WriteRecovery = 0,
        ActivateToActivate = 0,
        FourActivates = 0,
        WriteToRead = 0,
        ReadToWrite = 0,
        RefreshCycle = 0,
        RefreshInterval = 0,
    };
}
