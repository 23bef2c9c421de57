using AccelSim.Engine.Dram;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Dram;

/// <summary>
/// The rules of docs/DRAM.md with the numbers that stand there, seen in the commands that come out. The two controllers read the same options, so that their agreement says nothing of
/// these numbers.
/// </summary>
public sealed class ControllerRuleTests
{
    private const int Queue = 64, High = 48, Low = 16, Patience = 4000, Idle = 200;

    private static readonly DramTiming Timing = Standards.Timing("hbm3");

    private static DramRequest Read(int bank, int row, long arrival = 0) => new(bank, row, false, arrival);

    private static DramRequest Write(int bank, int row, long arrival = 0) => new(bank, row, true, arrival);

    private static List<IssuedCommand> Commands(DramOptions options, params DramRequest[] requests)
    {
        List<IssuedCommand> commands = [];
        new ChannelController(new(Timing), options with { Refresh = RefreshMode.None }, Standards.Requests(Timing, requests), commands.Add).Run();
        return commands;
    }

    private static IEnumerable<T> Many<T>(int count, Func<int, T> make) => Enumerable.Range(0, count).Select(make);

    private static bool IsColumn(IssuedCommand command) => command.Command is DramCommand.Read or DramCommand.Write;

    [TestCase(Queue - 1, true)]
    [TestCase(Queue, false)]
    public void A_hit_overtakes_what_stands_with_it_in_the_queue_and_none_that_does_not_fit(int between, bool overtakes)
    {
        List<IssuedCommand> commands = Commands(new(), [Read(0, 0), .. Many(between, _ => Read(0, 1)), Read(0, 0)]);
        int precharge = commands.FindIndex(c => c.Command == DramCommand.Precharge);
        Assert.That(commands[..precharge].Count(IsColumn), Is.EqualTo(overtakes ? 2 : 1));
    }

    [TestCase(High - 1, false)]
    [TestCase(High, true)]
    public void Writes_wait_for_a_batch_and_leave_the_last_of_it_to_reads(int writes, bool first)
    {
        List<IssuedCommand> columns = [.. Commands(new(), [.. Many(writes, _ => Write(0, 0)), .. Many(Queue, _ => Read(1, 0))]).Where(IsColumn)];
        Assert.That(columns.TakeWhile(c => c.Command == DramCommand.Write).Count(), Is.EqualTo(first ? High - Low : 0));
    }

    [Test]
    public void The_oldest_request_waits_for_hits_of_its_bank_as_long_as_its_patience_and_no_longer()
    {
        int gap = Timing.Protocol!.Gap(DramCommand.Read, DramCommand.Read, DramLevel.Bank);
        // Hits without end, one of another row among the first.
        List<IssuedCommand> commands = Commands(new(), [Read(0, 0), Read(0, 1), .. Many(4 * Patience / gap, i => Read(0, 0, (long)i * gap))]);
        long turned = commands.First(c => c.Command == DramCommand.Precharge).Time;
        Assert.That(turned, Is.InRange(Patience, Patience + Timing.Protocol!.Gap(DramCommand.Read, DramCommand.Precharge, DramLevel.Bank)));
    }

    [Test]
    public void The_adaptive_policy_closes_a_row_that_nobody_used_for_a_while()
    {
        List<IssuedCommand> commands = Commands(new() { Page = PagePolicy.Adaptive }, Read(0, 0), Read(1, 0, 100 * Idle));
        IssuedCommand read = commands.First(IsColumn), closed = commands.First(c => c.Command == DramCommand.Precharge);
        Assert.That(closed.Time - read.Time, Is.EqualTo(Idle));
    }

    [Test]
    public void A_percentile_is_the_least_latency_that_as_many_do_not_exceed()
    {
        var random = new Random(11);
        for (int round = 0; round < 200; round++)
        {
            long[] sorted = [.. Many(random.Next(1, 300), _ => (long)random.Next(1, 500)).Order()];
            var histogram = new LatencyHistogram();
            foreach (long latency in sorted) histogram.Add(latency);
            for (int percent = 1; percent <= 100; percent++)
            {
                long expected = sorted.First(l => 100 * sorted.LongCount(s => s <= l) >= percent * sorted.LongLength);
                Assert.That(histogram.Percentile(percent / 100.0), Is.EqualTo(expected).Or.EqualTo(Next(sorted, expected)), "a share of a hundredth is not exact in binary");
            }
            Assert.That(histogram.Percentile(0.5), Is.EqualTo(sorted.First(l => 2 * sorted.LongCount(s => s <= l) >= sorted.LongLength)), "one half is");
            Assert.That(histogram.Percentile(1), Is.EqualTo(sorted[^1]));
        }

        static long Next(long[] sorted, long value) => sorted.FirstOrDefault(s => s > value, value);
    }
}
