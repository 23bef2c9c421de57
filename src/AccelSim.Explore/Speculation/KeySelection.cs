using System.Collections.Immutable;
using AccelSim.Model.Formats;
using AccelSim.Model.Operations;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation;

/// <summary>
/// Operations that choose the keys of a sparse cache. Scores are an attention without values (one column of them is the least that an operation
/// has); choosing passes over one score per key head and key. PQCache scores 16 code bytes per key instead of the key (magicdec.md, section 5).
/// </summary>
public static class KeySelection
{
    /// <summary>Sub-vectors per key of PQCache, 8 bits each.</summary>
    public const int CodeBytes = 16;

    /// <summary>Queries of the prompt that SnapKV asks.</summary>
    public const int ObservedQueries = 32;

    // A threshold by four passes of comparisons over the digits of a score (radix selection).
    private static readonly VectorWork TopK = new(Adds: 4, Multiplies: 0, Exps: 0, Converts: 0);
    // Codes need no scale of their own; two of them have the width of a bf16 element.
    private static readonly PlainFormat Codes = new(ScalarFormats.Bf16), Scores = new(ScalarFormats.Bf16);

    /// <summary>What a draft step adds over all layers; nothing for static caches.</summary>
    public static ImmutableArray<RepeatedOperation> PerStep(KvPolicy policy, LanguageModel model, FormatPlan formats, int tensorParallel, ImmutableArray<SequenceGroup> sequences) => policy switch
    {
        KvPolicy.PqCache => [Score(model, formats, tensorParallel, sequences, 1, CodeBytes / 2, Codes), Choose(model, tensorParallel, sequences)],
        KvPolicy.ExactTopK => [Score(model, formats, tensorParallel, sequences, 1, model.HeadDim, formats.Kv), Choose(model, tensorParallel, sequences)],
        _ => [],
    };

    /// <summary>What follows the prompt once: SnapKV scores all keys by the last queries, chooses, and copies the chosen.</summary>
    public static ImmutableArray<RepeatedOperation> Once(KvPolicy policy, LanguageModel model, FormatPlan formats, int tensorParallel, ImmutableArray<SequenceGroup> sequences, long budget)
    {
        if (policy != KvPolicy.SnapKv) return [];
        long rows = KvHeads(model, tensorParallel) * sequences.Sum(s => s.Count * Math.Min(budget, s.Context));
        var copy = new VectorOperation { Name = "select_gather", Rows = rows, Cols = 2L * model.HeadDim, Input = formats.Wide, Output = formats.Wide, WorkPerElement = default };
        return [Score(model, formats, tensorParallel, sequences, ObservedQueries, model.HeadDim, formats.Kv), Choose(model, tensorParallel, sequences), new RepeatedOperation(copy, model.Layers)];
    }

    private static RepeatedOperation Score(LanguageModel model, FormatPlan formats, int tensorParallel, ImmutableArray<SequenceGroup> sequences, int queries, int width, NumberFormat keys) =>
        new(new AttentionOperation
        {
            Name = "select_score",
            Shapes = [.. sequences.Select(s => new AttentionShape(s.Count, Math.Min(queries, s.Context), s.Context))],
            Heads = model.Heads / tensorParallel,
            KvHeads = KvHeads(model, tensorParallel),
            QkDim = width,
            VDim = 1,
            Query = formats.Attention,
            KeyValue = keys,
            Probability = formats.Attention,
            Output = formats.Wide,
        }, model.Layers);

    private static RepeatedOperation Choose(LanguageModel model, int tensorParallel, ImmutableArray<SequenceGroup> sequences)
    {
        // Rows of 128 scores, so that a row's length does not depend on the context; all rows of a key head share one threshold.
        const int Row = 128;
        long rows = KvHeads(model, tensorParallel) * sequences.Sum(s => s.Count * ((s.Context + Row - 1) / Row));
        return new(new VectorOperation { Name = "select_top_k", Rows = rows, Cols = Row, Input = Scores, Output = Scores, WorkPerElement = TopK }, model.Layers);
    }

    private static int KvHeads(LanguageModel model, int tensorParallel) => Math.Max(1, model.KvHeads / tensorParallel);
}
