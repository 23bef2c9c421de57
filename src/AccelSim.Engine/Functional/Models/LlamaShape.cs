namespace AccelSim.Engine.Functional.Models;

/// <summary>Sizes of a Llama-architecture model with RMSNorm, rotary positions on interleaved pairs, grouped queries and SwiGLU.</summary>
/// <param name="Dim">Width of the residual stream.</param>
/// <param name="HiddenDim">Width of the feed-forward block.</param>
/// <param name="Layers">Transformer blocks.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">Key/value heads; query head h reads h * KvHeads / Heads.</param>
/// <param name="Vocabulary">Token ids.</param>
/// <param name="MaxTokens">Positions.</param>
public sealed record LlamaShape(int Dim, int HiddenDim, int Layers, int Heads, int KvHeads, int Vocabulary, int MaxTokens)
{
    public int HeadDim => Dim / Heads;

    public int KvDim => HeadDim * KvHeads;

    /// <summary>Why these numbers describe no model, or null.</summary>
    public string? Fault()
    {
        const int Largest = 1 << 20;
        (string Name, int Value)[] sizes =
        [
            ("dim", Dim), ("hidden_dim", HiddenDim), ("n_layers", Layers), ("n_heads", Heads), ("n_kv_heads", KvHeads), ("vocab_size", Vocabulary),
            ("seq_len", MaxTokens),
        ];
        foreach ((string name, int value) in sizes)
        {
            if (value is < 1 or > Largest)
                return $"{name} is {value}, outside 1 to {Largest}";
        }
        if (Dim % Heads != 0 || HeadDim % 2 != 0)
            return $"dim {Dim} does not divide into {Heads} heads of an even size";
        return Heads % KvHeads == 0 ? null : $"{Heads} query heads do not divide among {KvHeads} key/value heads";
    }
}
