using AccelSim.Model.Dram;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Dram;

/// <summary>Runs a pattern on the channels of a memory. Channels do not share anything, so equal ones are simulated once.</summary>
/// <param name="Timing">The standard.</param>
/// <param name="Options">Rules of the controllers.</param>
/// <param name="Order">Address order for <paramref name="Channels"/> channels.</param>
/// <param name="Channels">Channels, each with all its pseudo-channels.</param>
public sealed record DramRun(DramTiming Timing, DramOptions Options, AddressOrder Order, int Channels)
{
    /// <summary>Told the channel and every command; null when nobody listens, which lets equal channels be simulated once.</summary>
    public Action<int, IssuedCommand>? Log { get; init; }

    /// <summary>Serves a pattern.</summary>
    /// <param name="pattern">Which.</param>
    /// <param name="requests">Bursts over all channels, dealt evenly to their pseudo-channels.</param>
    /// <param name="readsPerThousand">Share of reads in thousandths.</param>
    /// <param name="seed">Seed of random patterns.</param>
    public DramCounters Run(DramPattern pattern, long requests, int readsPerThousand, long seed = 0)
    {
        var table = new CommandTable(Timing);
        AddressDecoder decoder = AddressDecoder.OfPseudoChannel(Order, Timing);
        var total = new DramCounters();
        (long Count, DramCounters Counters)? last = null;
        for (int channel = 0; channel < Channels; channel++)
        {
            long own = Share(requests, Channels, channel);
            long[] counts = [.. Enumerable.Range(0, Timing.PseudoChannels).Select(p => Share(own, Timing.PseudoChannels, p))];
            if (pattern == DramPattern.Stream && Log is null)
            {
                // Consecutive channels differ by one request at most, and only once.
                if (last?.Count != own) last = (own, new StreamEngine(table, Options, new StreamSource(decoder, readsPerThousand, counts)).Run());
                total.Add(last.Value.Counters);
                continue;
            }
            RequestSource source = pattern == DramPattern.Stream ? new StreamSource(decoder, readsPerThousand, counts) : new RandomSource(decoder, readsPerThousand, counts, seed, channel);
            total.Add(new ChannelController(table, Options, source, Listener(channel)).Run());
        }
        return total;
    }

    /// <summary>Serves requests by number of burst, in order.</summary>
    public DramCounters Run(IEnumerable<(long Burst, bool IsWrite, long Arrival)> requests)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var table = new CommandTable(Timing);
        AddressDecoder decoder = AddressDecoder.OfMemory(Order, Timing);
        var lines = new List<DramRequest>[Channels, Timing.PseudoChannels];
        foreach ((long burst, bool isWrite, long arrival) in requests)
        {
            DramPlace place = decoder.Place(burst);
            (lines[place.Channel, place.PseudoChannel] ??= []).Add(new DramRequest(place.Bank, place.Row, isWrite, arrival));
        }
        var total = new DramCounters();
        for (int channel = 0; channel < Channels; channel++)
        {
            var source = new ListSource([.. Enumerable.Range(0, Timing.PseudoChannels).Select(p => lines[channel, p] ?? [])]);
            total.Add(new ChannelController(table, Options, source, Listener(channel)).Run());
        }
        return total;
    }

    private Action<IssuedCommand>? Listener(int channel) => Log is { } log ? command => log(channel, command) : null;

    private static long Share(long all, int parts, int part) => all / parts + (part < all % parts ? 1 : 0);
}
