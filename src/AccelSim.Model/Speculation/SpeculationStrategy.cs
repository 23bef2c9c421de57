using AccelSim.Model.Workloads;

namespace AccelSim.Model.Speculation;

/// <summary>How tokens are drafted before the target verifies them: who drafts, on which cache, in which formats, how far ahead.</summary>
public sealed record SpeculationStrategy
{
    /// <summary>Decoding without a draft.</summary>
    public static readonly SpeculationStrategy Autoregressive = new()
    {
        Name = "autoregressive",
        Draft = DraftKind.None,
        Acceptance = new ConstantAcceptance(0, AcceptanceEvidence.Measured, "no draft"),
    };

    public required string Name { get; init; }

    public required DraftKind Draft { get; init; }

    /// <summary>Draft, or the small model of a two-level draft; null where the target drafts.</summary>
    public LanguageModel? Model { get; init; }

    public KvPolicy Policy { get; init; } = KvPolicy.StreamingLlm;

    /// <summary>Tokens in the draft's cache, K, sinks included; no meaning for <see cref="KvPolicy.Full"/>.</summary>
    public long Budget { get; init; } = 512;

    /// <summary>Draft length; the depth of <see cref="Tree"/> where there is one.</summary>
    public int Gamma { get; init; } = 3;

    /// <summary>Longest draft that the planner tries: heads are trained for a depth.</summary>
    public int MostGamma { get; init; } = 1000;

    /// <summary>Shape of the draft; null for a chain.</summary>
    public DraftTree? Tree { get; init; }

    /// <summary>Layers of the target's width that <see cref="DraftKind.Heads"/> runs per draft token.</summary>
    public int HeadLayers { get; init; } = 1;

    /// <summary>Lower level of <see cref="DraftKind.TwoLevel"/>.</summary>
    public TwoLevelDraft? Lower { get; init; }

    /// <summary>Chips that share a draft model's layers; 0 for those of the target, or as many of them as its heads divide among. The others wait.</summary>
    public int TensorParallel { get; init; }

    /// <summary>Formats of the draft; null for those of the target.</summary>
    public FormatPlan? Formats { get; init; }

    public required AcceptanceModel Acceptance { get; init; }

    /// <summary>Budget range that the planner searches; empty for the one budget.</summary>
    public bool HasBudget => Draft is not (DraftKind.None or DraftKind.Heads) && Policy != KvPolicy.Full;

    /// <summary>Tokens per sequence that the target verifies: gamma or the tree's nodes, and the last token itself.</summary>
    public int VerifyTokens => Draft == DraftKind.None ? 1 : 1 + (Tree?.Nodes ?? Gamma);

    /// <summary>Expected tokens per step, bonus included.</summary>
    public double TokensPerStep(long context) =>
        Draft == DraftKind.None ? 1 : Tree?.TokensPerStep ?? Acceptance.TokensPerStep(Gamma, Budget, context);

    /// <summary>What of the strategy does not go with a target, by key.</summary>
    public IEnumerable<(string Key, string Message)> Faults(LanguageModel target, long context)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (Gamma < 0) yield return ("gamma", FormattableString.Invariant($"is {Gamma}; it must be at least 0"));
        if (HasBudget && Budget > context) yield return ("budget", FormattableString.Invariant($"{Budget} tokens exceed the context of {context}; a sparse cache holds at most the context"));
        if (HasBudget && Budget < 1) yield return ("budget", FormattableString.Invariant($"is {Budget}; it must be at least 1"));
        if (Draft is DraftKind.Model or DraftKind.TwoLevel && Model is null) yield return ("model", "is missing; a draft model is needed");
        if (Model is { } draft && draft.Vocabulary != target.Vocabulary)
            yield return ("model", FormattableString.Invariant($"{draft.Name} has a vocabulary of {draft.Vocabulary}, {target.Name} one of {target.Vocabulary}; a draft must speak the tokens of its target"));
        if (Draft == DraftKind.TwoLevel && Lower is null) yield return ("lower", "is missing; a two-level draft needs its lower level");
        if (Draft == DraftKind.Model && (Policy is KvPolicy.PqCache or KvPolicy.ExactTopK))
            yield return ("policy", "a draft model reads its own cache whole, as a window or by SnapKV; selection by the target's keys is for self-speculation");
    }
}
