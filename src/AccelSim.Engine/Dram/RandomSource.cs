namespace AccelSim.Engine.Dram;

/// <summary>Bursts anywhere in each pseudo-channel, evenly spread, from a seed.</summary>
public sealed class RandomSource : RequestSource
{
    private readonly AddressDecoder decoder;
    private readonly uint readsBelow;
    private readonly long[] counts;
    private readonly ulong[] states;

    /// <param name="decoder">Places of a pseudo-channel.</param>
    /// <param name="readsPerThousand">Share of reads in thousandths.</param>
    /// <param name="counts">Requests per pseudo-channel.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="channel">Channel; each has addresses of its own.</param>
    public RandomSource(AddressDecoder decoder, int readsPerThousand, IReadOnlyList<long> counts, long seed, int channel)
    {
        this.decoder = decoder;
        this.counts = [.. counts];
        readsBelow = (uint)readsPerThousand;
        unchecked
        {
            states = [.. Enumerable.Range(0, counts.Count).Select(p => Mix((ulong)seed * 0x9E3779B97F4A7C15 + (ulong)channel * 0xD1342543DE82EF95 + (ulong)p + 1))];
        }
    }

    public override long Count(int pseudo) => counts[pseudo];

    public override DramRequest Next(int pseudo, long index)
    {
        unchecked
        {
            // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): one state per line of requests, two numbers per request.
            ulong address = Mix(states[pseudo] += 0x9E3779B97F4A7C15), kind = Mix(states[pseudo] += 0x9E3779B97F4A7C15);
            DramPlace place = decoder.Place((long)Math.BigMul(address, (ulong)decoder.Bursts, out _));
            return new DramRequest(place.Bank, place.Row, (uint)((kind >> 32) * 1000 >> 32) >= readsBelow, -1);
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
