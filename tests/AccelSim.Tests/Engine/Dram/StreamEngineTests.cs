using AccelSim.Engine.Dram;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Dram;

/// <summary>The engine that skips what repeats counts exactly what the controller counts.</summary>
public sealed class StreamEngineTests
{
    private static IEnumerable<string> Names => Standards.Names;

    [TestCaseSource(nameof(Names))]
    public void A_stream_that_skips_what_repeats_counts_what_every_command_counts(string name)
    {
        DramTiming standard = Standards.Timing(name);
        var random = new Random(name.Aggregate(5, (sum, c) => (sum * 31 + c) & 0xFFFFF));
        long known = 0;
        for (int run = 0; run < 14; run++)
        {
            // Few rows, so that streams come to the end of a block and of the memory, and refreshes often.
            DramTiming timing = run % 2 == 0 ? standard : standard with { RowsPerBank = random.Next(2, 9), RefreshInterval = standard.RefreshInterval - random.Next(standard.RefreshInterval / 8) };
            string order = standard.Protocol!.Mappings[random.Next(standard.Protocol.Mappings.Length)].Value;
            if (run % 3 == 0) order = standard.Protocol.Mappings[0].Value;
            var options = new DramOptions
            {
                Page = (PagePolicy)random.Next(3),
                Refresh = standard.Protocol.Has(DramCommand.RefreshBank) ? (RefreshMode)random.Next(3) : random.Next(2) == 0 ? RefreshMode.None : RefreshMode.AllBank,
                Postpone = random.Next(3) == 0 ? random.Next(standard.Protocol.MostPostponed + 1) : 0,
                QueueDepth = random.Next(2) == 0 ? 64 : random.Next(4, 64),
                HighWatermark = 4,
                LowWatermark = 1,
                StarvationCap = random.Next(3) == 0 ? random.Next(50, 500) : 4000,
            };
            int reads = random.Next(3) switch { 0 => 1000, 1 => random.Next(5) * 250, _ => random.Next(1001) };
            long[] counts = [.. Enumerable.Range(0, timing.PseudoChannels).Select(_ => (long)random.Next(1, 40_000))];
            if (run % 2 == 0) Array.Fill(counts, random.Next(1, 40_000));
            var table = new CommandTable(timing);
            var source = new StreamSource(Standards.Decoder(timing, order), reads, counts);
            var engine = new StreamEngine(table, options, source);
            string fast = engine.Run().Text(), slow = new ChannelController(table, options, source).Run().Text();
            Assert.That(fast, Is.EqualTo(slow), $"{name}, run {run}, {order}, {options}, {reads} reads of 1000, {string.Join(' ', counts)} requests");
            known += engine.Known;
        }
        Assert.That(known, Is.GreaterThan(20), "nothing was skipped");
    }

    [Test]
    public void A_long_stream_simulates_a_small_part_of_its_units()
    {
        DramTiming t = Standards.Timing("hbm3");
        var engine = new StreamEngine(Standards.Table("hbm3"), new DramOptions(), new StreamSource(Standards.Decoder(t), 1000, [2_000_000, 2_000_000]));
        engine.Run();
        Assert.That(engine.Known, Is.GreaterThan(5 * engine.Simulated));
    }
}
