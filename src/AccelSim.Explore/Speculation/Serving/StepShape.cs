using System.Collections.Immutable;
using AccelSim.Model.Operations;

namespace AccelSim.Explore.Speculation.Serving;

/// <summary>What attention of a step sees: sequences under generation with contexts in whole pages, and chunks of prompts.</summary>
/// <param name="Tokens">New tokens of each sequence under generation.</param>
/// <param name="Contexts">Of these sequences, in whole pages.</param>
/// <param name="Chunks">New tokens of a prompt, and tokens in its cache with them.</param>
internal sealed record StepShape(long Tokens, ImmutableArray<long> Contexts, ImmutableArray<(long New, long Context)> Chunks)
{
    /// <summary>New tokens of the whole step.</summary>
    public long NewTokens => Tokens * Contexts.Length + Chunks.Sum(c => c.New);

    public ImmutableArray<AttentionShape> Shapes =>
    [
        .. Contexts.GroupBy(c => c).OrderBy(g => g.Key).Select(g => new AttentionShape(g.Count(), Tokens, g.Key)),
        .. Chunks.Select(c => new AttentionShape(1, c.New, c.Context)),
    ];
}
