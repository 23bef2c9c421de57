namespace AccelSim.Engine.Kernels;

/// <summary>Attention over a batch of equal sequences; causal where there is more than one query.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Queries">Query tokens of each.</param>
/// <param name="Keys">Tokens of each that the cache holds.</param>
/// <param name="Heads">Query heads.</param>
/// <param name="KvHeads">Heads of keys and values.</param>
/// <param name="HeadDim">Elements of a head.</param>
/// <param name="CacheBytes">Bytes per element of keys and values.</param>
public readonly record struct AttentionShape(int Batch, int Queries, int Keys, int Heads, int KvHeads, int HeadDim, int CacheBytes)
{
    /// <summary>Keys and values, bytes.</summary>
    public double Cache => 2.0 * Batch * Keys * KvHeads * HeadDim * CacheBytes;

    /// <summary>Multiply-accumulates of both products, masked scores left out.</summary>
    public double Macs => 2.0 * Batch * Heads * HeadDim * (((double)Queries * Keys) - ((double)Queries * (Queries - 1) / 2));
}
