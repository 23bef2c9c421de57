namespace AccelSim.Model.Workloads;

/// <summary>Exact parameter counts of a model.</summary>
public sealed record ModelCounts
{
    public ModelCounts(LanguageModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        long table = model.Vocabulary * model.Hidden;
        long held = table;
        long active = table;
        for (int layer = 0; layer < model.Layers; layer++)
        {
            foreach (WeightMatrix matrix in LayerMatrices.Of(model, layer))
            {
                held += matrix.Parameters;
                active += matrix.ActiveParameters;
            }
        }
        MatrixProducts = held;
        ActiveMatrixProducts = active;
        long input = model.TiedEmbeddings ? 0 : table;
        Matrices = held + input;
        ActiveMatrices = active + input;
        Vectors = model.Layers * LayerVectors(model) + model.Hidden;
    }

    /// <summary>Everything: matrices, embeddings once when tied, norms, biases.</summary>
    public long Total => Matrices + Vectors;

    /// <summary>As <see cref="Total"/>, with only the experts that one token uses; the input embedding is counted whole.</summary>
    public long Active => ActiveMatrices + Vectors;

    /// <summary>Matrices and embeddings without norms and biases.</summary>
    public long Matrices { get; }

    /// <summary>As <see cref="Matrices"/>, with only the experts that one token uses.</summary>
    public long ActiveMatrices { get; }

    /// <summary>Weights that matrix products read: all but the input embedding (a table read), norms and biases; the head always.</summary>
    public long MatrixProducts { get; }

    /// <summary>As <see cref="MatrixProducts"/>, with only the experts that one token uses: MACs of all GEMMs per token.</summary>
    public long ActiveMatrixProducts { get; }

    /// <summary>Norm gains and biases.</summary>
    public long Vectors { get; }

    private static long LayerVectors(LanguageModel model)
    {
        long norms = 2 * model.Hidden;
        if (model.Latent is { } latent)
            return norms + latent.QRank + latent.KvRank;
        long bias = model.QkvBias ? (model.Heads + 2L * model.KvHeads) * model.HeadDim : 0;
        long perHead = model.QkNorm ? 2L * model.HeadDim : 0;
        return norms + bias + perHead;
    }
}
