namespace AccelSim.Engine.Dram;

/// <summary>
/// Consecutive bursts of each pseudo-channel, from the first place of the address order on. Reads are spread evenly: of the first n requests
/// floor(n x share) are reads.
/// </summary>
/// <param name="decoder">Places of a pseudo-channel.</param>
/// <param name="readsPerThousand">Share of reads in thousandths.</param>
/// <param name="counts">Requests per pseudo-channel.</param>
public sealed class StreamSource(AddressDecoder decoder, int readsPerThousand, IReadOnlyList<long> counts) : RequestSource
{
    /// <summary>Places of a pseudo-channel.</summary>
    internal AddressDecoder Decoder => decoder;

    /// <summary>Requests after which reads and writes repeat.</summary>
    internal int Period
    {
        get
        {
            int a = 1000, b = readsPerThousand;
            while (b > 0) (a, b) = (b, a % b);
            return 1000 / a;
        }
    }

    public override long Count(int pseudo) => counts[pseudo];

    public override DramRequest Next(int pseudo, long index)
    {
        DramPlace place = decoder.Place(index % decoder.Bursts);
        int phase = (int)(index % 1000) * readsPerThousand;
        return new DramRequest(place.Bank, place.Row, (phase + readsPerThousand) / 1000 == phase / 1000, -1);
    }
}
