using System.Collections.Immutable;
using AccelSim.Model.Formats;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>
/// Writes a step of a language model as the operations of one chip. Every chip of a tensor-parallel group executes the same list;
/// norms, embedding and router are repeated on all of them, and a forward pass has 2 layers + 2 collectives (Megatron-LM, arXiv 1909.08053,
/// with a distributed argmax).
/// </summary>
public static class ModelExpansion
{
    /// <exception cref="ArgumentException">The workload has <see cref="ModelWorkload.Faults"/>.</exception>
    public static WorkloadStep Expand(ModelWorkload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        if (workload.Faults().FirstOrDefault() is { Message: not null } fault)
            throw new ArgumentException($"{fault.Key}: {fault.Message}", nameof(workload));
        (ImmutableArray<RepeatedOperation> layers, IEnumerable<RepeatedOperation> inOrder) = Layers(workload);
        RepeatedOperation[] head = [Embedding(workload)], tail = [.. Tail(workload)];
        ImmutableArray<RepeatedOperation> operations = [.. head, .. layers, .. tail];
        Residency residency = Residency.Of(workload, operations);
        return new WorkloadStep
        {
            Name = workload.Name,
            Operations = operations,
            Sequence = [.. head, .. inOrder, .. tail],
            Numerics = workload.Numerics,
            Quantisation = workload.Quantisation,
            Formats = workload.Formats,
            TokensProduced = workload.Phase == Phase.Prefill ? workload.NewTokens : workload.Batch,
            IsPrefill = workload.Phase == Phase.Prefill,
            ResidentBytes = residency.Total,
            ResidentBreakdown = residency.ToString(),
        };
    }

    private static RepeatedOperation Embedding(ModelWorkload workload)
    {
        NumberFormat table = Residency.EmbeddingFormat(workload);
        return new(new VectorOperation
        {
            Name = "embed_tokens",
            Rows = workload.NewTokens,
            Cols = workload.Model.Hidden,
            Input = table,
            Output = workload.Formats.Wide,
            WorkPerElement = VectorFormulas.Write(table, workload.Formats.Wide),
        }, 1);
    }

    private static (ImmutableArray<RepeatedOperation> Merged, IEnumerable<RepeatedOperation> InOrder) Layers(ModelWorkload workload)
    {
        ImmutableArray<long>[] loads = workload.Model.Experts is { } moe
            ? [.. Enumerable.Range(0, workload.ExpertAssignments).Select(a =>
                ExpertAssignment.Loads(moe.Experts, moe.Active, workload.NewTokens, unchecked(workload.ExpertSeed + (ulong)a)))]
            : [[]];
        var merge = new OperationMerge();
        for (int layer = 0; layer < workload.Model.Layers; layer++)
        {
            foreach (Operation operation in Layer(new LayerBuilder(workload, layer), loads[layer % loads.Length]))
                merge.Add(operation, layer);
        }
        return merge.Result();
    }

    private static IReadOnlyList<Operation> Layer(LayerBuilder to, ImmutableArray<long> expertLoads)
    {
        LanguageModel model = to.Model;
        string first = model.Latent is null ? "qkv_proj" : to.Has("q_b_proj") ? "qkv_a_proj" : "q_proj";
        // From the second layer on the norm also adds what the layer before left, and stores the sum.
        to.Feed(first, to.Layer == 0
            ? to.Vector("input_norm", to.Tokens, model.Hidden, VectorFormulas.RmsNorm)
            : to.Vector("input_norm", to.Tokens, model.Hidden, VectorFormulas.Add + VectorFormulas.RmsNorm, inputs: 2, outputs: 2));
        if (model.Latent is null)
            AttentionBlock.Write(to);
        else
            LatentAttentionBlock.Write(to);
        to.Feed(FeedForwardBlock.First(to), to.Vector("post_norm", to.Tokens, model.Hidden,
            VectorFormulas.Add + VectorFormulas.RmsNorm, inputs: 2, outputs: 2 + FeedForwardBlock.WideReaders(to)));
        FeedForwardBlock.Write(to, expertLoads);
        return to.Operations;
    }

    /// <summary>Final norm, head, argmax; in a prefill on the last token of each sequence only.</summary>
    private static IEnumerable<RepeatedOperation> Tail(ModelWorkload workload)
    {
        NumberFormat wide = workload.Formats.Wide;
        NumberFormat input = workload.Formats.For(OperandClass.Activations, "lm_head");
        WeightMatrix head = LayerMatrices.Head(workload.Model, workload.TensorParallel);
        long rows = workload.Phase == Phase.Prefill ? workload.Batch : workload.NewTokens;
        yield return new(new VectorOperation
        {
            Name = "final_norm",
            Rows = rows,
            Cols = workload.Model.Hidden,
            Inputs = 2,
            Input = wide,
            Output = input,
            WorkPerElement = VectorFormulas.Add + VectorFormulas.RmsNorm + VectorFormulas.Write(wide, input),
        }, 1);
        yield return new(new GemmOperation
        {
            Name = head.Name,
            Shapes = [new GemmShape(1, rows, head.N, head.K)],
            Activations = input,
            Weights = workload.Formats.For(OperandClass.Weights, head.Name),
            Output = wide,
        }, 1);
        // Billed as writing what it reads, although one index per row is left.
        yield return new(new VectorOperation
        {
            Name = "argmax",
            Rows = rows,
            Cols = head.N,
            Input = wide,
            Output = wide,
            WorkPerElement = VectorFormulas.Compare,
        }, 1);
        if (workload.TensorParallel == 1)
            yield break;
        // Every chip contributes its largest logit (fp32) and its index (int32), 4 bytes each.
        foreach (string name in (string[])["argmax_all_gather_values", "argmax_all_gather_indices"])
            yield return new(new CollectiveOperation { Name = name, Kind = CollectiveKind.AllGather, Bytes = 4 * rows * workload.TensorParallel }, 1);
    }
}
