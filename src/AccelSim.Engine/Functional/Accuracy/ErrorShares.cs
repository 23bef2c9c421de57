namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>
/// Errors of the linear layers of a step as one: the noise-to-signal ratios averaged with the MACs as weights, the largest ulp. Every layer's noise is
/// taken relative to its own signal, so a layer counts by its work and not by the size of its numbers.
/// </summary>
public sealed class ErrorShares
{
    private double noise;
    private double macs;
    private double? largest = 0;

    /// <summary>Whether any layer was added.</summary>
    public bool Any => macs > 0;

    /// <param name="error">Of a layer.</param>
    /// <param name="work">Its MACs, repeats included.</param>
    public void Add(ProductError error, double work)
    {
        ArgumentNullException.ThrowIfNull(error);
        noise += error.RelativeError * error.RelativeError * work;
        macs += work;
        largest = largest is { } known && error.MaxUlp is { } ulp ? Math.Max(known, ulp) : null;
    }

    /// <summary>The mean of what was added.</summary>
    public ProductError Mean()
    {
        double ratio = noise / macs;
        return new ProductError(-10 * Math.Log10(ratio), Math.Sqrt(ratio), largest);
    }
}
