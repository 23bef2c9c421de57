using System.Globalization;
using AccelSim.Model.Formats;
using AccelSim.Model.Operations;

namespace AccelSim.Model.Workloads;

/// <summary>Bytes that a step keeps in the memory of one chip.</summary>
/// <param name="Weights">Matrices in their formats, embeddings, norms and biases.</param>
/// <param name="KvCache">Cache of all sequences, tokens to come included.</param>
/// <param name="Activations">The residual stream and the inputs and outputs of the operation with the largest.</param>
public sealed record Residency(long Weights, long KvCache, long Activations)
{
    public long Total => Weights + KvCache + Activations;

    public static Residency Of(ModelWorkload workload, IEnumerable<RepeatedOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(workload);
        long residual = workload.Formats.Wide.Store(OperandRole.Output, workload.Model.Hidden, workload.NewTokens).Bytes;
        return new(WeightBytes(workload), KvBytes(workload), residual + operations.Max(o => Touched(o.Operation)));
    }

    /// <summary>The input embedding has the format of the head when they are one table, else it is wide.</summary>
    public static NumberFormat EmbeddingFormat(ModelWorkload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        return workload.Model.TiedEmbeddings ? workload.Formats.For(OperandClass.Weights, "lm_head") : workload.Formats.Wide;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"weights {Gigabytes(Weights)} + KV cache {Gigabytes(KvCache)} + activations {Gigabytes(Activations)} = {Gigabytes(Total)}");

    private static string Gigabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.###} GB");

    private static long WeightBytes(ModelWorkload workload)
    {
        LanguageModel model = workload.Model;
        long bytes = 0;
        for (int layer = 0; layer < model.Layers; layer++)
        {
            foreach (WeightMatrix matrix in LayerMatrices.Of(model, layer, workload.TensorParallel, LayerBuilder.IsAbsorbed(workload)))
            {
                NumberFormat format = workload.Formats.For(OperandClass.Weights, $"layers.{layer}.{matrix.Name}");
                bytes += matrix.Count * format.Store(OperandRole.Weights, matrix.K, matrix.N).Bytes;
            }
        }
        // Tied: the one table is held whole, since every chip looks tokens up in it.
        bytes += EmbeddingFormat(workload).Store(OperandRole.Weights, model.Hidden, model.Vocabulary).Bytes;
        WeightMatrix head = LayerMatrices.Head(model, workload.TensorParallel);
        if (!model.TiedEmbeddings)
            bytes += workload.Formats.For(OperandClass.Weights, head.Name).Store(OperandRole.Weights, head.K, head.N).Bytes;
        return bytes + workload.Formats.Wide.Store(OperandRole.Weights, new ModelCounts(model).Vectors, 1).Bytes;
    }

    private static long KvBytes(ModelWorkload workload)
    {
        NumberFormat Format(int layer) => workload.Formats.For(OperandClass.Kv, $"layers.{layer}.attention");
        return workload.Sequences.Sum(s => s.Count * Workloads.KvCache.Bytes(workload.Model, workload.CacheTokens(s), Format, workload.TensorParallel));
    }

    private static long Touched(Operation operation) => operation switch
    {
        GemmOperation gemm => gemm.Shapes.Sum(s => s.Count * (gemm.Activations.Store(OperandRole.Activations, s.K, s.M).Bytes
            + gemm.Output.Store(OperandRole.Output, s.N, s.M).Bytes)),
        VectorOperation vector => vector.Inputs * vector.Input.Store(OperandRole.Output, vector.Cols, vector.Rows).Bytes
            + vector.OutputBytes(vector.Rows, vector.Cols),
        AttentionOperation attention => attention.Shapes.Sum(s => s.Count * attention.Heads * QueryBytes(attention, s.QLen)),
        _ => 0,
    };

    private static long QueryBytes(AttentionOperation attention, long queries) =>
        attention.Query.Store(OperandRole.Activations, attention.QkDim, queries).Bytes
        + attention.Output.Store(OperandRole.Output, attention.VDim, queries).Bytes;
}
