using System.Collections.Immutable;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation;

/// <summary>The model whose tokens are wanted, and the batch that it runs.</summary>
public sealed record SpeculationTarget
{
    public required LanguageModel Model { get; init; }

    public FormatPlan Formats { get; init; } = FormatPlan.Bf16;

    public int TensorParallel { get; init; } = 1;

    /// <summary>Ragged batches have several groups.</summary>
    public required ImmutableArray<SequenceGroup> Sequences { get; init; }

    /// <summary>Host time per speculative step, milliseconds (magicdec.md, section 6): 0 on machines that do not exist.</summary>
    public double HostMs { get; init; }

    /// <summary>Tokens generated so far, which SnapKV keeps beside its budget.</summary>
    public long Generated { get; init; }

    public long Batch => Sequences.Sum(s => s.Count);

    /// <summary>Mean context over the sequences, rounded: what acceptance curves are asked for.</summary>
    public long MeanContext => (long)Math.Round(Sequences.Sum(s => (double)s.Count * s.Context) / Batch);

    /// <summary>A batch of equal sequences.</summary>
    public SpeculationTarget With(long batch, long context) => this with { Sequences = [new SequenceGroup(batch, context)] };

    /// <summary>A pass of the model over all sequences with so many new tokens each.</summary>
    public ModelWorkload Pass(Phase phase, long tokens) => Pass(Model, Formats, TensorParallel, phase, tokens, c => c);

    /// <summary>A pass of any model on a cache whose length follows from the context.</summary>
    internal ModelWorkload Pass(LanguageModel model, FormatPlan formats, int tensorParallel, Phase phase, long tokens, Func<long, long> cache) => new()
    {
        Name = model.Name,
        Model = model,
        Phase = phase,
        Sequences = [.. Sequences.GroupBy(s => Math.Max(tokens, cache(s.Context))).Select(g => new AttentionShape(g.Sum(s => s.Count), tokens, g.Key))],
        OutputTokens = phase == Phase.Verify ? tokens : 1,
        Formats = formats,
        TensorParallel = tensorParallel,
    };
}
