using System.Collections.Immutable;
using System.Diagnostics;

namespace AccelSim.Model.Workloads;

/// <summary>
/// Which experts the tokens of a step use: every token takes distinct experts uniformly (an aux-loss balanced router), by a seeded draw.
/// The loads are ragged as a real router's are.
/// </summary>
public static class ExpertAssignment
{
    /// <summary>Tokens per expert, index = expert; sums to tokens times active.</summary>
    /// <param name="experts">Experts of the layer.</param>
    /// <param name="active">Distinct experts per token.</param>
    /// <param name="tokens">Tokens of the step.</param>
    /// <param name="seed">Equal seeds give equal loads.</param>
    public static ImmutableArray<long> Loads(int experts, int active, long tokens, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(active, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(active, experts);
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        var random = new CounterRandom(seed);
        long[] loads = new long[experts];
        long[] takenBy = new long[experts];
        ulong draw = 0;
        for (long token = 1; token <= tokens; token++)
        {
            // Floyd's sampling without replacement: exactly one draw per active expert.
            for (int top = experts - active; top < experts; top++)
            {
                int pick = random.Below(top + 1, draw++);
                if (takenBy[pick] == token)
                    pick = top;
                Debug.Assert(takenBy[pick] != token);
                takenBy[pick] = token;
                loads[pick]++;
            }
        }
        return [.. loads];
    }
}
