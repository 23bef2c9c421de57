using System.Collections.Immutable;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation.Serving;

/// <summary>Draws requests: Poisson or bursty arrivals, log-normal lengths, and prompts that share a beginning.</summary>
public sealed record RequestGenerator
{
    /// <summary>Sigma of the logarithm of lengths: half of the requests lie within 0.67 to 1.5 times the median [our choice].</summary>
    private const double Spread = 0.6;

    public required int Requests { get; init; }

    /// <summary>Requests per second, on average.</summary>
    public required double Rate { get; init; }

    /// <summary>Mean size of a group that arrives together; 1 for Poisson arrivals.</summary>
    public double Burst { get; init; } = 1;

    public required long MeanPrompt { get; init; }

    public required long MeanOutput { get; init; }

    /// <summary>Prompt and output together.</summary>
    public required long MostTokens { get; init; }

    /// <summary>Tokens at the beginning of prompts that requests of a group share.</summary>
    public long Prefix { get; init; }

    /// <summary>Groups of shared beginnings.</summary>
    public int Groups { get; init; } = 1;

    public ulong Seed { get; init; }

    /// <summary>In order of arrival.</summary>
    public ImmutableArray<ServedRequest> Draw()
    {
        var random = new Uniform(Seed);
        var requests = ImmutableArray.CreateBuilder<ServedRequest>(Requests);
        double now = 0;
        for (int i = 0; i < Requests; i++)
        {
            ulong at = (ulong)i;
            // A request starts a new group with probability 1/Burst; the gaps between groups are longer by as much.
            if (i == 0 || random.At(0, at) < 1 / Burst) now += random.Exponential(1, at) * Burst / Rate * 1e3;
            long output = Math.Clamp((long)Math.Round(MeanOutput * random.LogNormal(2, at, Spread)), 1, MostTokens / 2);
            long prompt = Math.Clamp((long)Math.Round(MeanPrompt * random.LogNormal(3, at, Spread)), 1, MostTokens - output);
            bool shares = Prefix > 0 && prompt > Prefix;
            requests.Add(new ServedRequest(Math.Round(now, 3), prompt, output, shares ? Prefix : 0, shares ? (int)(random.At(4, at) * Groups) : -1));
        }
        return requests.ToImmutable();
    }
}
