using System.Collections.Immutable;
using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Speculation.Serving;

/// <summary>Draws an acceptance trace from rates: sequences run side by side until each has its tokens; the last draft is cut to what is missing.</summary>
public static class TraceGenerator
{
    /// <param name="acceptance">Rates.</param>
    /// <param name="gamma">Draft length.</param>
    /// <param name="budget">Tokens of the draft's cache, for curves.</param>
    /// <param name="sequences">Sequences.</param>
    /// <param name="context">Tokens in each cache at the start.</param>
    /// <param name="output">Tokens of each sequence.</param>
    /// <param name="seed">Equal seeds give equal traces.</param>
    public static ImmutableArray<AcceptanceStep> Draw(AcceptanceModel acceptance, int gamma, long budget, int sequences, long context, long output, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        var random = new Uniform(seed);
        var rows = ImmutableArray.CreateBuilder<AcceptanceStep>();
        long[] made = new long[sequences];
        for (long step = 0; made.Any(m => m < output); step++)
        {
            for (int s = 0; s < sequences; s++)
            {
                if (made[s] == output) continue;
                int drafted = (int)Math.Min(gamma, output - made[s] - 1);
                int accepted = Accepted(acceptance, drafted, budget, context + made[s], random, (ulong)s, (ulong)made[s]);
                rows.Add(new AcceptanceStep(step, s, drafted, accepted, context + made[s]));
                made[s] += accepted + 1;
            }
        }
        return rows.ToImmutable();
    }

    /// <summary>Leading run of acceptances; each token's draw is addressed by its position in its sequence.</summary>
    public static int Accepted(AcceptanceModel acceptance, int drafted, long budget, long context, Uniform random, ulong sequence, ulong position)
    {
        ArgumentNullException.ThrowIfNull(acceptance);
        int accepted = 0;
        while (accepted < drafted && random.At(sequence, position + (ulong)accepted) < acceptance.Rate(accepted + 1, budget, context)) accepted++;
        return accepted;
    }
}
