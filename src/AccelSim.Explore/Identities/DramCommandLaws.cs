using AccelSim.Engine.Dram;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;

namespace AccelSim.Explore.Identities;

/// <summary>Laws of the command level (section 7) on random standards, controllers and requests (docs/DRAM.md).</summary>
internal static class DramCommandLaws
{
    public static readonly Law Twins = new("dram-controllers-agree", "7", LawKind.Equality,
        "The controller that visits events and the one that visits every clock count the same.", chance =>
        {
            Channel channel = Channel.Draw(chance);
            return Trial.Equal(Figures(channel.Run()), Figures(new TickController(channel.Table, channel.Options, channel.Requests()).Run()));
        });

    public static readonly Law Streams = new("dram-streams-agree", "7", LawKind.Equality,
        "The engine that skips what repeats in a stream counts what every command counts.", chance =>
        {
            Channel channel = Channel.Draw(chance, DramPattern.Stream, chance.Int(1, 3000));
            return Trial.Equal(Figures(new StreamEngine(channel.Table, channel.Options, (StreamSource)channel.Requests()).Run()), Figures(channel.Run()));
        });

    public static readonly Law Protocol = new("dram-protocol", "7", LawKind.Equality,
        "No command breaks a row of the timing table, meets another on its bus, or finds its bank in the wrong state; and no refresh is late.", chance =>
        {
            Channel channel = Channel.Draw(chance);
            List<IssuedCommand> commands = channel.Commands();
            return Trial.Equal(ProtocolChecker.Check(channel.Timing, commands, channel.Options.Refresh).Length, 0);
        });

    public static readonly Law Outcomes = new("dram-outcomes", "7", LawKind.Equality,
        "Hits, misses and conflicts add up to the requests, and so do the column commands, the bursts on the data buses and the latencies counted.", chance =>
        {
            Channel channel = Channel.Draw(chance);
            DramCounters c = channel.Run();
            double requests = (double)channel.Count * channel.Timing.PseudoChannels;
            double columns = Enum.GetValues<DramCommand>().Where(DramCommands.IsColumn).Sum(command => c.Commands[(int)command]);
            return Trial.Equal([c.RowHits + c.RowMisses + c.RowConflicts, columns, c.BusBusy, c.Latency.Count],
                requests, requests, requests * channel.Timing.BurstClocks, requests);
        });

    public static readonly Law Rows = new("dram-rows", "7", LawKind.Equality,
        "Every row that is opened is closed, by a precharge of its own, with its last burst or with all others, or is open at the end.", chance =>
        {
            Channel channel = Channel.Draw(chance);
            var open = new HashSet<(int, int)>();
            long closed = 0;
            foreach (IssuedCommand c in channel.Commands())
            {
                if (c.Command == DramCommand.Activate) open.Add((c.PseudoChannel, c.Bank));
                else if (c.Command == DramCommand.PrechargeAll) closed += open.RemoveWhere(b => b.Item1 == c.PseudoChannel);
                else if (c.Command is DramCommand.Precharge or DramCommand.ReadPrecharge or DramCommand.WritePrecharge) closed += open.Remove((c.PseudoChannel, c.Bank)) ? 1 : 0;
            }
            return Trial.Equal(channel.Run().Commands[(int)DramCommand.Activate], closed + open.Count);
        });

    public static readonly Law Unloaded = new("dram-unloaded", "7", LawKind.Equality,
        "Alone, a read takes nCL + nBL on an open row, nRCD more on a closed bank, and nRP more when another row is open.", chance =>
        {
            DramTiming t = RandomStandard.Draw(chance);
            int bank = chance.Int(0, t.StackIds * t.BankGroups * t.BanksPerGroup - 1);
            // Long after the one before it, so that nothing is left to wait for.
            DramRequest[] reads = [new(bank, 1, false, 0), new(bank, 1, false, 1000), new(bank, 2, false, 2000)];
            var done = new List<double>();
            var source = new ListSource([.. Enumerable.Range(0, t.PseudoChannels).Select(p => p == 0 ? reads : (IReadOnlyList<DramRequest>)[])]);
            new ChannelController(new CommandTable(t), new DramOptions { Refresh = RefreshMode.None }, source,
                c => { if (c.Command == DramCommand.Read) done.Add(c.Time + t.ReadLatency + t.BurstClocks - 1000 * done.Count); }).Run();
            double hit = t.ReadLatency + t.BurstClocks;
            return Trial.Equal([.. done], hit + t.ActivateToRead, hit, hit + t.Precharge + t.ActivateToRead);
        });

    public static readonly Law Latency = new("dram-least-latency", "7", LawKind.Bound,
        "No request is faster than its column command and burst: nCWL or nCL, + nBL.", chance =>
        {
            Channel channel = Channel.Draw(chance);
            DramCounters c = channel.Run();
            double least = (double)c.Reads * (channel.Timing.ReadLatency + channel.Timing.BurstClocks) + (double)c.Writes * (channel.Timing.WriteLatency + channel.Timing.BurstClocks);
            return new Trial([c.Latency.Sum], s => Slack.AtLeast(s[0], least));
        });

    public static readonly Law Ceiling = new("dram-refresh-ceiling", "7", LawKind.Bound,
        "A stream of reads takes its bursts and, for every refresh of all banks, nRTP + nRP + nRFC + nRCD instead of a burst.", chance =>
        {
            Channel channel = Channel.Draw(chance, DramPattern.Stream, chance.Int(200, 3000), reads: 1000);
            channel = channel with { Options = new DramOptions() };
            DramTiming t = channel.Timing;
            DramCounters c = channel.Run();
            double refreshes = (double)c.Refreshes / t.PseudoChannels;
            double least = (channel.Count - refreshes) * t.BurstClocks + refreshes * (t.ReadToPrecharge + t.Precharge + t.RefreshCycle + t.ActivateToRead);
            return new Trial([c.Cycles], s => Slack.AtLeast(s[0], least));
        });

    public static readonly Law Activates = new("dram-activates", "7", LawKind.Bound,
        "Activates of a pseudo-channel lie nRRD apart, and any five of them nFAW.", chance =>
        {
            Channel channel = Channel.Draw(chance, DramPattern.Random);
            DramTiming t = channel.Timing;
            long[] times = [.. channel.Commands().Where(c => c.Command == DramCommand.Activate && c.PseudoChannel == 0).Select(c => c.Time)];
            double steps = times.Length - 1, least = Math.Max(steps * t.ActivateToActivate, Math.Floor(steps / 4) * t.FourActivates);
            return new Trial([times[^1] - times[0]], s => Slack.AtLeast(s[0], least));
        });

    public static readonly Law Channels = new("dram-channels", "7", LawKind.Equality,
        "So many times as many channels stream so many times as much in the same time.", chance =>
        {
            Channel channel = Channel.Draw(chance, DramPattern.Stream, chance.Int(1, 500));
            int channels = chance.Int(2, 5);
            DramTiming t = channel.Timing;
            DramCounters Of(int count) => new DramRun(t, channel.Options, channel.Order, count).Run(DramPattern.Stream, channel.Count * t.PseudoChannels * count, channel.Reads);
            DramCounters one = Of(1), all = Of(channels);
            return Trial.Equal([all.Cycles, all.Requests, all.RowHits, all.RowMisses, all.RowConflicts, all.Latency.Sum],
                one.Cycles, one.Requests * channels, one.RowHits * channels, one.RowMisses * channels, one.RowConflicts * channels, one.Latency.Sum * channels);
        });

    private static double[] Figures(DramCounters c) =>
        [c.Cycles, c.Reads, c.Writes, c.RowHits, c.RowMisses, c.RowConflicts, c.Refreshes, c.BusBusy, c.Latency.Sum, c.Latency.Percentile(0.99), .. c.Commands];

    /// <summary>A random channel under a random controller, and what it is asked for.</summary>
    /// <param name="Timing">The standard.</param>
    /// <param name="Options">Rules of the controller.</param>
    /// <param name="Order">Address order of one channel.</param>
    /// <param name="Pattern">Stream or random.</param>
    /// <param name="Count">Requests of each pseudo-channel.</param>
    /// <param name="Reads">Reads in a thousand.</param>
    /// <param name="Seed">Of random requests.</param>
    private sealed record Channel(DramTiming Timing, DramOptions Options, AddressOrder Order, DramPattern Pattern, long Count, int Reads, long Seed)
    {
        public CommandTable Table { get; } = new(Timing);

        public static Channel Draw(Chance chance, DramPattern? pattern = null, int? count = null, int? reads = null)
        {
            DramTiming timing = RandomStandard.Draw(chance);
            int depth = chance.Int(2, 32), high = chance.Int(1, depth);
            var options = new DramOptions
            {
                Page = chance.Pick(PagePolicy.Open, PagePolicy.Closed, PagePolicy.Adaptive),
                Refresh = chance.Pick(RefreshMode.AllBank, RefreshMode.PerBank, RefreshMode.None),
                Postpone = chance.Bool(0.3) ? chance.Int(0, 8) : 0,
                QueueDepth = depth,
                HighWatermark = high,
                LowWatermark = chance.Int(0, high - 1),
                StarvationCap = chance.Bool() ? chance.Int(1, 300) : 4000,
                IdleClocks = chance.Int(1, 120),
            };
            var mappings = timing.Protocol!.Mappings;
            string text = mappings[chance.Int(0, mappings.Length - 1)].Value;
            if (!AddressOrder.TryParse(text, timing, 1, out AddressOrder? order, out string? error)) throw new InvalidOperationException(error);
            return new Channel(timing, options, order, pattern ?? chance.Pick(DramPattern.Stream, DramPattern.Random), count ?? chance.Int(20, 150),
                reads ?? chance.Pick(1000, 0, chance.Int(0, 1000)), chance.Int(0, int.MaxValue - 1));
        }

        public RequestSource Requests()
        {
            long[] counts = [.. Enumerable.Repeat(Count, Timing.PseudoChannels)];
            AddressDecoder decoder = AddressDecoder.OfPseudoChannel(Order, Timing);
            return Pattern == DramPattern.Stream ? new StreamSource(decoder, Reads, counts) : new RandomSource(decoder, Reads, counts, Seed, 0);
        }

        public DramCounters Run() => new ChannelController(Table, Options, Requests()).Run();

        public List<IssuedCommand> Commands()
        {
            var commands = new List<IssuedCommand>();
            new ChannelController(Table, Options, Requests(), commands.Add).Run();
            return commands;
        }
    }
}
