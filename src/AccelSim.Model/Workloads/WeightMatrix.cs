namespace AccelSim.Model.Workloads;

/// <summary>Equal weight matrices of one linear layer as one chip holds them.</summary>
/// <param name="Name">Name within its layer, such as <c>qkv_proj</c> or <c>experts.down_proj</c>.</param>
/// <param name="Count">Matrices held: experts, or heads of an absorbed projection; 1 for most.</param>
/// <param name="K">Input features.</param>
/// <param name="N">Output features.</param>
/// <param name="Used">Matrices that one token multiplies with: <paramref name="Count"/>, or the active experts.</param>
public sealed record WeightMatrix(string Name, long Count, long K, long N, long Used)
{
    public WeightMatrix(string name, long k, long n) : this(name, 1, k, n, 1)
    {
    }

    /// <summary>Weights held.</summary>
    public long Parameters => Count * K * N;

    /// <summary>Weights that one token multiplies with.</summary>
    public long ActiveParameters => Used * K * N;
}
