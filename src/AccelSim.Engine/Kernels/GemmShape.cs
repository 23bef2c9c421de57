namespace AccelSim.Engine.Kernels;

/// <summary>C (m x n) = A (m x k) times B (k x n), B being weights; m counts tokens.</summary>
public readonly record struct GemmShape(int M, int N, int K)
{
    public double Macs => (double)M * N * K;
}
