using System.Collections.Immutable;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>
/// Sequences of a step from a phase and context lengths. A context counts the tokens in the cache when attention runs, the step's new
/// ones included: a decode step at context S reads S keys, and so does a verification of any length, whose last gamma + 1 are new.
/// </summary>
public static class StepShapes
{
    /// <summary>Equal sequences.</summary>
    public static ImmutableArray<AttentionShape> Of(Phase phase, long batch, long context, long outputTokens) =>
        [new AttentionShape(batch, NewTokens(phase, context, outputTokens), context)];

    /// <summary>One context length per sequence; equal ones are compressed, in order of first appearance.</summary>
    public static ImmutableArray<AttentionShape> Of(Phase phase, IEnumerable<long> contexts, long outputTokens)
    {
        ArgumentNullException.ThrowIfNull(contexts);
        return [.. contexts.GroupBy(c => c).Select(g => new AttentionShape(g.LongCount(), NewTokens(phase, g.Key, outputTokens), g.Key))];
    }

    private static long NewTokens(Phase phase, long context, long outputTokens) => phase switch
    {
        Phase.Prefill => context,
        Phase.Decode => 1,
        _ => outputTokens,
    };
}
