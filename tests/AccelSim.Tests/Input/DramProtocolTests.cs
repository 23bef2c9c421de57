using AccelSim.Input.Machines;
using AccelSim.Input.Yaml;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Input;

/// <summary>The block <c>protocol</c> of a DRAM file: what it gives, and what it refuses, at its place.</summary>
public sealed class DramProtocolTests
{
    private static readonly string Hbm3 = File.ReadAllText(Path.Combine(Installation.Files.Home, "configs", "dram", "hbm3.yaml"));

    private static IEnumerable<string> Names => Installation.Files.Names(DramFile.Kind);

    private static string[] Problems(string from, string to)
    {
        Assert.That(Hbm3, Does.Contain(from));
        return Installation.Messages(Installation.Read(DramFile.Kind, Hbm3.Replace(from, to, StringComparison.Ordinal)));
    }

    [TestCase("clocks: n_rcd_rd}", "clocks: n_rcd_rx}", "protocol.constraints[0]: 'n_rcd_rx' in clocks is no parameter of timing or protocol.parameters and no number; did you mean 'n_rcd_rd'?")]
    [TestCase("{from: ACT, to: PRE,", "{from: ACTT, to: PRE,", "protocol.constraints[2].from: 'ACTT' is not allowed; one of ACT, PRE, PREA, RD, WR, RDA, WRA, REFab, REFpb is needed; did you mean 'ACT'?")]
    [TestCase("scope: bank_group, clocks: n_rrd_l", "scope: bankgroup, clocks: n_rrd_l", "scope: 'bankgroup' is not allowed; one of channel, pseudo_channel, stack_id, bank_group, bank is needed; did you mean 'bank_group'?")]
    [TestCase("column: [RD, RDA, WR, WRA]", "column: [RD, RDA, WRA]", "protocol.buses: WR is on no bus and could never be issued; only RDA, WRA and REFpb may be left out")]
    [TestCase("column: [RD, RDA, WR, WRA]", "column: [RD, RDA, WR, WRA, PRE]", "protocol.buses: PRE stands 2 times; a command travels on one bus")]
    [TestCase("column: [RD, RDA, WR, WRA]", "column: [RD, WR, WRA]", "protocol.buses: has one of RDA and WRA; a standard has both or neither")]
    [TestCase("PREA, REFab, REFpb]\n  constraints", "PREA, REFab]\n  constraints", "names REFpb, which is on no bus and could never be issued")]
    [TestCase("n_ccd_s: 2 ", "n_ccd_s: 1 ", "protocol: RD may follow RD in one stack_id after 1 clocks, but their bursts of n_bl = 2 clocks then overlap on the data bus; at least 2 are needed")]
    [TestCase("n_rtw: 20 ", "n_rtw: 11 ", "protocol: WR may follow RD in one pseudo_channel after 11 clocks, but their bursts of n_bl = 2 clocks then overlap on the data bus; at least 12 are needed")]
    [TestCase("n_rc: 72 ", "n_rc: 69 ", "protocol: activate to precharge (45) and precharge to activate (26) of a bank make 71 clocks, but activate to activate says 69; at most one clock of rounding may lie between")]
    [TestCase("n_faw: 24 ", "n_faw: 11 ", "a window of 11 clocks is over before its 4 activates can be issued, 4 clocks apart; at least 12 are needed")]
    [TestCase("rows: RaRoBaCoBgPcCh", "rows: RaRoBaCoPcCh", "protocol.mappings.rows: 'RaRoBaCoPcCh' reaches 1 of the 4 values of Bg; every level must stand in the order once")]
    [TestCase("rows: RaRoBaCoBgPcCh", "rows: RaRoBaCoBgPcChCo", "protocol.mappings.rows: 'RaRoBaCoBgPcChCo' names Co twice, which gives different addresses the same place")]
    [TestCase("rows: RaRoBaCoBgPcCh", "rows: RaRoBaCoBgPcXy", "protocol.mappings.rows: 'RaRoBaCoBgPcXy' is no address order: nothing is called 'Xy'")]
    [TestCase("rows: RaRoBaCoBgPcCh", "rows: RaRoBaCoBgCo3PcCh", "protocol.mappings.rows: 'RaRoBaCoBgCo3PcCh' takes 3 of the 32 values of Co; a part must divide them")]
    [TestCase("rows: RaRoBaCoBgPcCh", "rows: RaRo^BaCoBgPcCh", "protocol.mappings.rows: 'RaRo^BaCoBgPcCh' mixes Ro with the row; only Bg and Ba as a whole")]
    [TestCase("n_act: 2 ", "n_rp: 2 ", "protocol.parameters.n_rp: stands in the block timing too; a number stands once")]
    [TestCase("    n_act: 2 ", "    n_spare: 3 # none\n    n_act: 2 ", "protocol.parameters.n_spare: is used by no row of constraints; leave it out or name it in a row")]
    [TestCase("{from: ACT, to: PREA, scope: pseudo_channel", "{from: ACT, to: PREA, scope: bank", "scope: PREA acts on all banks of a pseudo-channel; the scope of its rows is channel or pseudo_channel")]
    [TestCase("n_ccd_r, sibling: true}", "n_ccd_r, sibling: true, window: 2}", "window: a row over siblings looks back one issue; window and sibling exclude each other")]
    [TestCase("{from: PRE, to: [ACT, REFpb], scope: bank", "{from: PRE, to: REFpb, scope: bank", "protocol: no row keeps ACT away from PRE at one bank; a table without it describes no DRAM")]
    [TestCase("n_rrefd: 8 ", "n_rrefd: 400 ", "protocol: 32 banks refresh one by one within n_refi = 6240, so every 195 clocks, but REFpb keeps 400 clocks from the last")]
    [TestCase("n_refi: 6240 ", "n_refi: 660 ", "protocol: a refresh of 560 clocks every n_refi = 660 leaves less than twice the 86 clocks in which a row is opened, used and closed: data might never pass")]
    [TestCase("n_rfc_pb: 320 ", "n_rfc_pb: 6100 ", "protocol: a refresh of a bank of 6100 clocks every n_refi = 6240 leaves less than twice the 86 clocks in which a row is opened, used and closed: data might never pass")]
    [TestCase("max_postponed: 8 ", "max_postponed: 8\n  energy: {ATC: 3}\n  # ", "protocol.energy.ATC: 'ATC' is no command; did you mean 'ACT'?")]
    public void A_table_that_contradicts_itself_is_refused(string from, string to, string message)
    {
        string[] problems = Problems(from, to);
        Assert.That(problems, Has.Some.Contains(message));
        Assert.That(problems, Has.All.Match(@"^test\.yaml:\d+:\d+: "));
    }

    [TestCaseSource(nameof(Names))]
    public void A_shipped_standard_is_whole(string name)
    {
        DramTiming timing = Installation.Files.Standard(name, null).Value!;
        DramProtocol protocol = timing.Protocol!;
        Assert.That(protocol.Constraints.Select(c => c.Clocks), Has.All.Positive);
        foreach ((_, string text) in protocol.Mappings)
        {
            Assert.That(AddressOrder.TryParse(text, timing, 8, out AddressOrder? order, out string? error), Is.True, error);
            Assert.That(order!.Bursts * timing.BurstBytes, Is.EqualTo(8 * timing.ChannelBytes));
        }
    }

    [TestCaseSource(nameof(Names))]
    public void A_shipped_standard_written_out_reads_back_equal(string name)
    {
        DramTiming timing = Installation.Files.Standard(name, null).Value!;
        Assert.That(Installation.Read(DramFile.Kind, DramFile.Kind.Write(timing)).Value, Is.EqualTo(timing));
    }

    [Test]
    public void A_file_without_a_protocol_serves_the_row_model_alone()
    {
        string text = Hbm3[..Hbm3.IndexOf("protocol:", StringComparison.Ordinal)];
        DramTiming timing = Installation.Read(DramFile.Kind, text).Value!;
        Assert.That(timing.Protocol, Is.Null);
        Assert.That(timing, Is.EqualTo(Installation.Files.Standard("hbm3", null).Value! with { Protocol = null }));
    }
}
