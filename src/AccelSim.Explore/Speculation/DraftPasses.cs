using AccelSim.Model.Operations;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation;

/// <summary>The drafts of one step, and what they keep in memory.</summary>
internal sealed class DraftPasses(SpeculationStrategy strategy, SpeculationTarget target, StepComposer composer)
{
    private readonly IPassClock clock = composer.Clock;

    private readonly LanguageModel model = strategy.Draft switch
    {
        DraftKind.Model => strategy.Model!,
        DraftKind.Heads => target.Model with { Name = target.Model.Name + "-heads", Layers = strategy.HeadLayers, Window = null, Experts = target.Model.Experts is { } moe ? moe with { DenseLayers = 0 } : null },
        _ => target.Model,
    };

    private FormatPlan Formats => strategy.Formats ?? (strategy.Draft == DraftKind.Model ? FormatPlan.Bf16 with { Kv = target.Formats.Kv } : target.Formats);

    private int Chips => strategy.Draft == DraftKind.Model ? ChipsOf(model) : target.TensorParallel;

    /// <summary>Tokens in the draft's cache for a context.</summary>
    public long Cache(long context) => !strategy.HasBudget ? context : strategy.Policy == KvPolicy.SnapKv
        ? Math.Min(context, strategy.Budget + target.Generated) : Math.Min(context, strategy.Budget);

    /// <summary>gamma passes of one token, or one pass per level of the tree, and the expected catch-up.</summary>
    public PassTime All()
    {
        if (strategy.Draft == DraftKind.TwoLevel) return TwoLevel();
        int passes = strategy.Tree?.Depth ?? strategy.Gamma;
        PassTime sum = PassTime.None;
        for (int i = 0; i < passes; i++) sum += Pass(strategy.Tree?.Widths[i] ?? 1);
        return sum + CatchUp();
    }

    public PassTime Selection()
    {
        PassTime sum = PassTime.None, once = clock.Beside(KeySelection.PerStep(strategy.Policy, target.Model, target.Formats, target.TensorParallel, target.Sequences), target.TensorParallel);
        if (strategy.Draft != DraftKind.Self) return sum;
        for (int i = 0; i < (strategy.Tree?.Depth ?? strategy.Gamma); i++) sum += once;
        return sum;
    }

    /// <summary>What the prompt costs the draft: SnapKV's selection, and the prompt through a draft model.</summary>
    public PassTime Once()
    {
        if (strategy.Draft == DraftKind.None) return PassTime.None;
        PassTime sum = clock.Beside(KeySelection.Once(strategy.Policy, model, Formats, Chips, target.Sequences, strategy.Budget), Chips);
        return strategy.Draft != DraftKind.Model ? sum : sum + clock.Pass(new ModelWorkload
        {
            Name = model.Name,
            Model = model,
            Phase = Phase.Prefill,
            Sequences = [.. target.Sequences.Select(s => new AttentionShape(s.Count, Math.Min(Cache(s.Context), model.MaxContext), Math.Min(Cache(s.Context), model.MaxContext)))],
            Formats = Formats,
            TensorParallel = Chips,
        });
    }

    public SpeculationMemory Memory()
    {
        Residency verify = composer.Residency(target.Pass(Phase.Verify, strategy.VerifyTokens));
        // The cache needs room for the tokens under verification.
        long kv = composer.Residency(target.Pass(target.Model, target.Formats, target.TensorParallel, Phase.Decode, 1, c => Math.Min(target.Model.MaxContext, c + strategy.VerifyTokens - 1))).KvCache;
        if (strategy.Draft == DraftKind.None) return new(verify.Weights, kv, verify.Activations, 0, 0);
        Residency own = Of(model, Formats, Chips, Cache);
        bool copies = strategy.Draft != DraftKind.Self || (strategy.Formats is { } f && f != target.Formats);
        // Heads share embedding and output matrix with the target: only their layers are new.
        long weights = !copies ? 0 : strategy.Draft != DraftKind.Heads ? own.Weights
            : strategy.HeadLayers * (Of(model with { Layers = 2 }, Formats, Chips, Cache).Weights - Of(model with { Layers = 1 }, Formats, Chips, Cache).Weights);
        long cache = DraftCache(own);
        if (strategy.Draft == DraftKind.TwoLevel)
        {
            Residency lower = Of(strategy.Model!, FormatPlan.Bf16, ChipsOf(strategy.Model!), c => Math.Min(c, strategy.Lower!.Budget));
            (weights, cache) = (lower.Weights, cache + lower.KvCache);
        }
        return new(verify.Weights, kv, verify.Activations, weights, cache);
    }

    // Codes of PQCache, nothing for exact selection and for drafts that read the target's own cache; else a cache of its own.
    private long DraftCache(Residency own) => strategy.Draft == DraftKind.Self && (strategy.Policy is KvPolicy.ExactTopK or KvPolicy.Full) ? 0
        : strategy.Policy == KvPolicy.PqCache ? target.Sequences.Sum(s => s.Count * s.Context) * KeySelection.CodeBytes * target.Model.Layers * Math.Max(1, target.Model.KvHeads / target.TensorParallel)
        : own.KvCache;

    private Residency Of(LanguageModel m, FormatPlan formats, int chips, Func<long, long> cache)
    {
        ModelWorkload pass = target.Pass(m, formats, chips, Phase.Decode, 1, c => Math.Min(cache(c), m.MaxContext));
        return composer.Residency(pass);
    }

    private PassTime Pass(long tokens) =>
        clock.Pass(target.Pass(model, Formats, Chips, tokens == 1 ? Phase.Decode : Phase.Verify, tokens, Cache));

    /// <summary>
    /// A draft with a cache of its own has not seen its last token when the target accepted all of a draft: when any sequence is in that
    /// case the next first draft takes two tokens. The verification of SnapKV, PQCache and exact selection writes the draft's cache itself.
    /// </summary>
    private PassTime CatchUp()
    {
        if (strategy.Tree is not null || strategy.Gamma == 0 || strategy.Draft == DraftKind.Heads || (strategy.Draft == DraftKind.Self && strategy.Policy != KvPolicy.StreamingLlm)) return PassTime.None;
        double whole = strategy.Acceptance.WholeDraft(strategy.Gamma, strategy.Budget, target.MeanContext);
        double any = 1 - Math.Pow(1 - whole, target.Batch);
        PassTime one = Pass(1), two = Pass(2);
        long Share(long a, long b) => (long)Math.Round(any * (b - a));
        return new(any * (two.Seconds - one.Seconds), Share(one.Cycles, two.Cycles), Share(one.ReadBytes, two.ReadBytes), Share(one.WriteBytes, two.WriteBytes), Share(one.KvBytes, two.KvBytes), one.Bound);
    }

    /// <summary>T = rounds (g1 T_q + T_p(K, g1 + 1)): the lower level's drafts and the target's own pass over its sparse cache.</summary>
    private PassTime TwoLevel()
    {
        TwoLevelDraft lower = strategy.Lower!;
        PassTime small = clock.Pass(target.Pass(strategy.Model!, FormatPlan.Bf16, ChipsOf(strategy.Model!), Phase.Decode, 1, c => Math.Min(c, lower.Budget)));
        PassTime middle = clock.Pass(target.Pass(target.Model, Formats, target.TensorParallel, Phase.Verify, lower.Gamma + 1, Cache));
        double rounds = lower.Rounds(strategy.Gamma);
        return Times(small, rounds * lower.Gamma) + Times(middle, rounds);
    }

    private static PassTime Times(PassTime t, double n) => new(t.Seconds * n, (long)Math.Round(t.Cycles * n), (long)Math.Round(t.ReadBytes * n), (long)Math.Round(t.WriteBytes * n), (long)Math.Round(t.KvBytes * n), t.Bound);

    // As many of the target's chips as the model's heads and widths divide among; the rest wait (as TinyLlama on 4 of 8).
    private int ChipsOf(LanguageModel m)
    {
        int chips = strategy.TensorParallel > 0 ? Math.Min(strategy.TensorParallel, target.TensorParallel) : target.TensorParallel;
        while (chips > 1 && (m.Heads % chips != 0 || m.KvHeads % chips != 0 || m.Ffn % chips != 0)) chips--;
        return chips;
    }
}
