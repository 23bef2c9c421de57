namespace AccelSim.Model.Operations;

/// <summary>Equal GEMMs: C[M,N] = A[M,K] B[K,N], <paramref name="Count"/> of them with operands of their own.</summary>
/// <param name="Count">Independent instances (experts with equal load, batch entries).</param>
/// <param name="M">Rows of activations: tokens.</param>
/// <param name="N">Columns of weights: output features.</param>
/// <param name="K">Reduction length.</param>
public sealed record GemmShape(long Count, long M, long N, long K)
{
    public long Macs => Count * M * N * K;
}
