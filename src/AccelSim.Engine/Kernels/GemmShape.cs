namespace AccelSim.Engine.Kernels;

/// <summary>C (m x n) = A (m x k) times B (k x n), B being weights; m counts tokens.</summary>
/// <param name="M">Tokens.</param>
/// <param name="N">Outputs.</param>
/// <param name="K">Inputs.</param>
/// <param name="WeightCopies">Weights that replays of the product go round; 0 where it is not known.</param>
/// <param name="BackToBack">Products that run without a pause.</param>
public readonly record struct GemmShape(int M, int N, int K, int WeightCopies = 0, int BackToBack = 1)
{
    public double Macs => (double)M * N * K;
}
