using AccelSim.Engine.Dram;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Dram;

/// <summary>Closed forms, bounds and conservation, on every standard.</summary>
public sealed class ClosedFormTests
{
    private static IEnumerable<string> Names => Standards.Names;

    private static DramCounters Run(string name, DramOptions options, RequestSource source) => new ChannelController(Standards.Table(name), options, source).Run();

    private static double PeakShare(DramTiming timing, DramCounters counters) =>
        (double)counters.Requests * timing.BurstClocks / timing.PseudoChannels / counters.Cycles;

    [TestCaseSource(nameof(Names))]
    public void A_read_of_an_idle_bank_takes_nRCD_nCL_and_nBL(string name)
    {
        DramTiming t = Standards.Timing(name);
        DramCounters one = Run(name, new DramOptions(), Standards.Requests(t, new DramRequest(0, 0, false, 0)));
        Assert.That(one.Latency.Sum, Is.EqualTo(t.ActivateToRead + t.ReadLatency + t.BurstClocks));
        Assert.That(new DramClosedForms(t).ClosedNs, Is.EqualTo(one.Latency.Sum * t.TckPs * 1e-3).Within(1e-9));
        Assert.That((one.RowHits, one.RowMisses, one.RowConflicts), Is.EqualTo((0, 1, 0)));
    }

    [TestCaseSource(nameof(Names))]
    public void A_hit_takes_nCL_and_nBL_and_a_conflict_nRP_more_than_a_miss(string name)
    {
        DramTiming t = Standards.Timing(name);
        DramCounters hit = Run(name, new DramOptions(), Standards.Requests(t, new DramRequest(0, 7, false, 0), new DramRequest(0, 7, false, 2000)));
        DramCounters conflict = Run(name, new DramOptions(), Standards.Requests(t, new DramRequest(0, 7, false, 0), new DramRequest(0, 8, false, 2000)));
        int miss = t.ActivateToRead + t.ReadLatency + t.BurstClocks;
        Assert.That(hit.Latency.Sum - miss, Is.EqualTo(t.ReadLatency + t.BurstClocks));
        Assert.That(conflict.Latency.Sum - miss, Is.EqualTo(t.Precharge + miss));
        Assert.That((hit.RowHits, hit.RowMisses, hit.RowConflicts, conflict.RowConflicts), Is.EqualTo((1, 1, 0, 1)));
    }

    [TestCaseSource(nameof(Names))]
    public void A_write_of_an_idle_bank_takes_nRCDWR_nCWL_and_nBL(string name)
    {
        DramTiming t = Standards.Timing(name);
        DramCounters one = Run(name, new DramOptions(), Standards.Requests(t, new DramRequest(0, 0, true, 0)));
        Assert.That(one.Latency.Sum, Is.EqualTo(t.ActivateToWrite + t.WriteLatency + t.BurstClocks));
    }

    [TestCaseSource(nameof(Names))]
    public void A_stream_without_refresh_comes_within_a_hundredth_of_the_peak_and_never_beats_it(string name)
    {
        DramTiming t = Standards.Timing(name);
        DramCounters run = Run(name, new DramOptions { Refresh = RefreshMode.None }, Standards.Source(t, false, 1000, 20_000));
        Assert.That(PeakShare(t, run), Is.InRange(0.985, 1));
    }

    /// <summary>
    /// identities.md: 1 - (nRTP + nRP + nRFC + nRCD) / nREFI. From the last burst before a refresh to the first after it pass that many clocks, of which
    /// nBL carry data; so a run of whole intervals may exceed the form by nBL / nREFI, and one that ends within an interval by its rest.
    /// </summary>
    [TestCaseSource(nameof(Names))]
    public void A_stream_stays_below_the_refresh_ceiling_and_reaches_nine_tenths_of_it(string name)
    {
        DramTiming t = Standards.Timing(name);
        DramCounters run = Run(name, new DramOptions(), Standards.Source(t, false, 1000, 60_000));
        double ceiling = new DramClosedForms(t).RefreshCeiling;
        Assert.That(PeakShare(t, run), Is.GreaterThan(0.97 * ceiling));
        long refreshes = run.Refreshes / t.PseudoChannels, lost = t.ReadToPrecharge + t.Precharge + t.RefreshCycle + t.ActivateToRead - t.BurstClocks;
        Assert.That(run.Cycles, Is.GreaterThanOrEqualTo(run.Requests / t.PseudoChannels * t.BurstClocks + refreshes * lost));
        Assert.That(refreshes, Is.InRange(run.Cycles / t.RefreshInterval - 1, run.Cycles / t.RefreshInterval));
    }

    [TestCaseSource(nameof(Names))]
    public void One_bank_group_alone_gives_nBL_over_nCCD_L_of_the_peak(string name)
    {
        DramTiming t = Standards.Timing(name);
        int gap = t.Protocol!.Gap(DramCommand.Read, DramCommand.Read, DramLevel.BankGroup), column = t.RowBytes / t.BurstBytes;
        DramRequest[] requests = [.. Enumerable.Range(0, 4000).Select(i => new DramRequest(i / column % t.BanksPerGroup, i / column / t.BanksPerGroup, false, -1))];
        DramCounters run = Run(name, new DramOptions { Refresh = RefreshMode.None }, Standards.Requests(t, requests));
        Assert.That(run.Cycles, Is.GreaterThanOrEqualTo((requests.Length - 1L) * gap));
        Assert.That(requests.Length * (double)gap / run.Cycles, Is.GreaterThan(0.97));
    }

    [TestCaseSource(nameof(Names))]
    public void One_bank_alone_gives_a_burst_every_nRC(string name)
    {
        DramTiming t = Standards.Timing(name);
        int cycle = Math.Max(new DramClosedForms(t).RowCycle, t.ActivateToPrecharge + t.Precharge);
        DramRequest[] requests = [.. Enumerable.Range(0, 300).Select(i => new DramRequest(0, i, false, -1))];
        DramCounters run = Run(name, new DramOptions { Refresh = RefreshMode.None }, Standards.Requests(t, requests));
        Assert.That(run.Cycles, Is.EqualTo((requests.Length - 1L) * cycle + t.ActivateToRead + t.ReadLatency + t.BurstClocks));
    }

    /// <summary>Every bank in turn, one burst a row: min(4 per nFAW, 1 per nRRD, banks per nRC) activates a clock.</summary>
    [TestCaseSource(nameof(Names))]
    public void One_burst_per_activation_meets_the_bound_of_banks_and_four_activates(string name)
    {
        DramTiming t = Standards.Timing(name);
        int banks = t.StackIds * t.BankGroups * t.BanksPerGroup, groups = t.BankGroups, inGroup = t.BanksPerGroup;
        // Alternating bank groups, so that the short distances hold.
        DramRequest[] requests = [.. Enumerable.Range(0, 6000).Select(i =>
            new DramRequest((i / groups / inGroup % t.StackIds * groups + i % groups) * inGroup + i / groups % inGroup, i / banks, false, -1))];
        DramCounters run = Run(name, new DramOptions { Refresh = RefreshMode.None }, Standards.Requests(t, requests));
        double bytesPerSecond = requests.Length * (double)t.BurstBytes / (run.Cycles * t.TckPs * 1e-12), bound = new DramClosedForms(t).OneBurstPerRow;
        Assert.That(bytesPerSecond, Is.LessThan(bound * 1.01).And.GreaterThan(bound * 0.9));
    }

    [TestCaseSource(nameof(Names))]
    public void Everything_asked_for_is_served_once_and_every_request_has_one_outcome(string name)
    {
        DramTiming t = Standards.Timing(name);
        foreach ((bool random, int share) in ((bool, int)[])[(false, 700), (true, 700), (true, 1000)])
        {
            DramCounters run = Run(name, new DramOptions(), Standards.Source(t, random, share, 3000));
            Assert.That(run.Requests, Is.EqualTo(3000L * t.PseudoChannels));
            Assert.That(run.RowHits + run.RowMisses + run.RowConflicts, Is.EqualTo(run.Requests));
            Assert.That(run.Latency.Count, Is.EqualTo(run.Requests));
            Assert.That(run.BusBusy, Is.EqualTo(run.Requests * t.BurstClocks));
            long[] c = run.Commands;
            Assert.That(c[(int)DramCommand.Read] + c[(int)DramCommand.ReadPrecharge], Is.EqualTo(run.Reads));
            // Where reads and writes take turns, one activate can serve a write that had its bank closed and a read that opened it.
            if (share == 1000) Assert.That(c[(int)DramCommand.Activate], Is.GreaterThanOrEqualTo(run.RowMisses + run.RowConflicts));
            if (!random) Assert.That(run.Reads, Is.EqualTo(2100L * t.PseudoChannels));
        }
    }

    /// <summary>Little's law, exactly: requests in flight, summed over clocks, are latencies, summed over requests.</summary>
    [TestCaseSource(nameof(Names))]
    public void Requests_in_flight_summed_over_time_are_latencies_summed_over_requests(string name)
    {
        DramTiming t = Standards.Timing(name);
        DramRequest[] requests = [.. Enumerable.Range(0, 500).Select(i => new DramRequest(i * 7 % 16, i * 3 % 5, i % 3 == 0, i * 4))];
        List<IssuedCommand> log = [];
        DramCounters run = new ChannelController(Standards.Table(name), new DramOptions(), Standards.Requests(t, requests), log.Add).Run();
        long[] ends = [.. log.Where(c => DramCommands.IsColumn(c.Command)).Select(c => c.Time + (DramCommands.IsRead(c.Command) ? t.ReadLatency : t.WriteLatency) + t.BurstClocks)];
        long flying = 0;
        for (long clock = 0; clock < run.Cycles; clock++) flying += requests.Count(r => r.Arrival <= clock) - ends.Count(e => e <= clock);
        Assert.That(flying, Is.EqualTo(run.Latency.Sum));
    }

    [TestCase(DramPattern.Stream)]
    [TestCase(DramPattern.Random)]
    public void The_same_seed_gives_the_same_run_and_channels_add_up(DramPattern pattern)
    {
        DramTiming t = Standards.Timing("hbm3");
        DramCounters Of(int channels, long requests, long seed)
        {
            AddressOrder.TryParse(t.Protocol!.Mappings[0].Value, t, channels, out AddressOrder? order, out _);
            return new DramRun(t, new DramOptions(), order!, channels).Run(pattern, requests, 800, seed);
        }
        string once = Of(1, 5000, 3).Text(), again = Of(1, 5000, 3).Text();
        Assert.That(again, Is.EqualTo(once));
        DramCounters five = Of(5, 25_003, 3);
        Assert.That(five.Requests, Is.EqualTo(25_003));
        if (pattern == DramPattern.Random) Assert.That(Of(1, 5000, 4).Text(), Is.Not.EqualTo(once));
        else Assert.That(five.Cycles, Is.EqualTo(Of(1, 5001, 0).Cycles));
    }

    [Test]
    public void The_histogram_keeps_small_latencies_exactly_and_large_ones_to_a_part_in_32768()
    {
        var histogram = new LatencyHistogram();
        foreach (long value in (long[])[0, 1, 65535, 65536, 65539, 1_000_003, 123_456_789_012]) histogram.Add(value);
        Assert.That(histogram.Sum, Is.EqualTo(0L + 1 + 65535 + 65536 + 65539 + 1_000_003 + 123_456_789_012));
        Assert.That(histogram.Percentile(3 / 7.0), Is.EqualTo(65535));
        Assert.That(histogram.Percentile(5 / 7.0), Is.InRange(65537, 65539));
        Assert.That(histogram.Percentile(6 / 7.0), Is.InRange(1_000_003 * (1 - 1 / 32768.0), 1_000_003));
        Assert.That(histogram.Percentile(1), Is.InRange(123_456_789_012 * (1 - 1 / 32768.0), 123_456_789_012));
    }
}
