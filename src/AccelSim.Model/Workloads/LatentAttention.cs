namespace AccelSim.Model.Workloads;

/// <summary>
/// Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434): keys and values are projections of one cached latent per token,
/// beside which one RoPE key is cached for all heads.
/// </summary>
/// <param name="QRank">Rank of the query's down projection; 0 where queries are projected directly.</param>
/// <param name="KvRank">Width of the latent.</param>
/// <param name="NopeDim">Width per head of queries and keys without position.</param>
/// <param name="RopeDim">Width of the rotated part.</param>
/// <param name="VDim">Width per head of values.</param>
public sealed record LatentAttention(int QRank, int KvRank, int NopeDim, int RopeDim, int VDim)
{
    /// <summary>Values cached per token and layer.</summary>
    public int CacheDim => KvRank + RopeDim;

    /// <summary>Width of queries and keys of one head before absorption.</summary>
    public int QkDim => NopeDim + RopeDim;
}
