namespace AccelSim.Engine.Functional.Quantisation;

/// <summary>A linear layer whose inputs are gathered for calibration.</summary>
public sealed class ObservedLinear(ILinear inner, Calibration calibration) : ILinear
{
    public float[] Apply(ReadOnlySpan<float> x, int tokens)
    {
        calibration.Add(x);
        return inner.Apply(x, tokens);
    }
}
