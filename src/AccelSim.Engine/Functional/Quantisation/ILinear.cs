namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>A linear layer without bias, y = x W.</summary>
public interface ILinear
{
    /// <param name="x">[tokens, k].</param>
    /// <param name="tokens">Rows.</param>
    /// <returns>[tokens, n].</returns>
    float[] Apply(ReadOnlySpan<float> x, int tokens);
}
