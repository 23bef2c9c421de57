using System.Text.Json;
using NUnit.Framework;

namespace AccelSim.Tests.Cli;

public sealed class DramVerbTests
{
    // Word for word from the contract.
    private const string Columns = "standard,channels,pattern,read_share,requests,cycles,bandwidth_gb_per_s,peak_gb_per_s,average_latency_ns,p99_latency_ns,"
        + "row_hits,row_misses,row_conflicts,refreshes";

    private static string Run(Workplace place, params string[] arguments)
    {
        Outcome outcome = place.Run(arguments);
        Assert.That((outcome.Code, outcome.Error), Is.EqualTo((0, "")));
        return outcome.Out;
    }

    private static string[] Problems(params string[] arguments)
    {
        using var place = new Workplace();
        place.Write("t.txt", "R 0x1000\n\nX 0x20\nW zz\n# a remark\nR 0x40 5\nR 0x40 3\nR 0x1 2 3\nR\nR 0xFFFFFFFFFFFFF\n");
        string[] before = place.Entries();
        Outcome outcome = place.Run(arguments);
        Assert.That((outcome.Code, outcome.Out), Is.EqualTo((2, "")), outcome.Error);
        Assert.That(place.Entries(), Is.EqualTo(before));
        return outcome.Messages;
    }

    [Test]
    public void The_columns_are_those_of_the_contract_for_every_standard()
    {
        using var place = new Workplace();
        string[] lines = Run(place, "dram", "--standard", "all", "--pattern", "stream", "--requests", "2000", "--channels", "2", "--format", "csv").TrimEnd('\n').Split('\n');
        Assert.That(lines[0], Is.EqualTo(Columns));
        Assert.That(lines.Skip(1).Select(l => l.Split(',')[0]), Is.EqualTo(AccelSim.Tests.Engine.Dram.Standards.Names));
        Assert.That(lines.Skip(1).Select(l => l.Split(',')[4]), Has.All.EqualTo("2000"));
    }

    [Test]
    public void Json_holds_the_same_numbers()
    {
        using var place = new Workplace();
        string[] line = Run(place, "dram", "--standard", "hbm3", "--pattern", "random", "--requests", "3000", "--seed", "5", "--format", "csv").Split('\n')[1].Split(',');
        using JsonDocument json = JsonDocument.Parse(Run(place, "dram", "--standard", "hbm3", "--pattern", "random", "--requests", "3000", "--seed", "5", "--format", "json"));
        Assert.That(json.RootElement[0].EnumerateObject().Select(p => p.Value.ToString()), Is.EqualTo(line));
    }

    [Test]
    public void A_trace_is_served_in_full_and_its_commands_are_written()
    {
        using var place = new Workplace();
        place.Write("t.txt", "R 0x1000\nR 64 500  # decimal, at clock 500\nW 0x80\n");
        string line = Run(place, "dram", "--standard", "hbm3", "--pattern", "trace", "@/t.txt", "--commands", "@/c.csv", "--format", "csv").Split('\n')[1];
        Assert.That(line, Does.StartWith("hbm3,1,trace,0.666667,3,563,"));
        Assert.That(File.ReadAllText(place.At("c.csv")), Is.EqualTo("channel,clock,command,pseudo_channel,bank,row\n0,0,ACT,0,0,0\n0,31,RD,0,0,0\n0,500,ACT,0,4,0\n0,531,RD,0,4,0\n0,532,ACT,0,8,0\n0,551,WR,0,8,0\n"));
    }

    [Test]
    public void A_malformed_trace_is_reported_line_by_line() =>
        Assert.That(Problems("dram", "--standard", "hbm3", "--pattern", "trace", "@/t.txt").Select(m => m[m.IndexOf("t.txt", StringComparison.Ordinal)..]), Is.EqualTo(new[]
        {
            "t.txt:3:1: direction: 'X' is neither R nor W; a line is R|W ADDRESS [CLOCK]",
            "t.txt:4:3: address: 'zz' is not an address; bytes are needed, as in 0x1F40",
            "t.txt:7:8: clock: '3' is before clock 5 of a line above; clocks must not decrease",
            "t.txt:8:9: line: 'R 0x1 2 3' has 4 words; R or W, an address and perhaps a clock are needed",
            "t.txt:9:1: address: 'R' has no address; bytes are needed, as in 0x1F40",
            "t.txt:10:3: address: '0xFFFFFFFFFFFFF' lies behind the memory; its channels hold 1073741824 bytes",
        }));

    [TestCase("accelsim dram: ddr5 has no per-bank refresh (REFpb)", "--standard", "ddr5", "--pattern", "stream", "--refresh", "per-bank")]
    [TestCase("accelsim dram: ddr5 lets 4 refreshes be owed at most", "--standard", "ddr5", "--pattern", "stream", "--postpone", "5")]
    [TestCase("accelsim dram: FILE is missing: --pattern trace needs a trace", "--standard", "hbm3", "--pattern", "trace")]
    [TestCase("accelsim dram: 'x' is one word too many; only --pattern trace reads a file", "--standard", "hbm3", "--pattern", "stream", "x")]
    [TestCase("hbm5: no file and no shipped dram of this name; did you mean 'hbm2'?", "--standard", "hbm5", "--pattern", "stream")]
    [TestCase("accelsim dram: --requests: is for patterns that are made up; a trace has its own requests", "--standard", "hbm3", "--pattern", "trace", "@/t.txt", "--requests", "5")]
    [TestCase("accelsim dram: --read-share: is for", "--standard", "hbm3", "--pattern", "trace", "@/t.txt", "--read-share", "0.5")]
    [TestCase("--read-share 1.5: is not allowed; a number from 0 to 1 is needed", "--standard", "hbm3", "--pattern", "stream", "--read-share", "1.5")]
    [TestCase("--pattern strem: is not allowed; one of stream, random, trace is needed", "--standard", "hbm3", "--pattern", "strem")]
    [TestCase("accelsim dram: --mapping RoBaCoBgPcCh: 'RoBaCoBgPcCh' reaches 1 of the 2 values of Ra; every level must stand in the order once; hbm3 knows rows, banks, stacks, mixed by name",
        "--standard", "hbm3", "--pattern", "stream", "--mapping", "RoBaCoBgPcCh")]
    public void What_cannot_be_done_is_said(string message, params string[] arguments) =>
        Assert.That(Problems(["dram", .. arguments])[0], Does.StartWith(message));
}
