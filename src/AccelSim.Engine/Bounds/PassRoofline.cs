namespace AccelSim.Engine.Bounds;

/// <summary>One forward pass on an ideal roofline.</summary>
/// <param name="Parameters">Matrix-product parameters, P.</param>
/// <param name="WeightBits">Stored bits per weight, w.</param>
/// <param name="CacheBytesPerToken">Key and value bytes per token, kappa.</param>
/// <param name="FlopsPerSecond">Operations per second of the products, F.</param>
public sealed record PassRoofline(double Parameters, double WeightBits, double CacheBytesPerToken, double FlopsPerSecond)
{
    /// <summary>Bytes of all weights, read once a pass.</summary>
    public double WeightBytes => Parameters * WeightBits / 8;

    /// <summary>Tokens at which products are bound by compute instead of weights: (F/W) w/16.</summary>
    public double Ridge(double bytesPerSecond) => FlopsPerSecond / bytesPerSecond * WeightBits / 16;

    /// <summary>The larger of products over peak and weights over bandwidth, and the cache once beside.</summary>
    public double Seconds(double batch, double tokens, double context, double bytesPerSecond) =>
        Math.Max(2 * Parameters * batch * tokens / FlopsPerSecond, WeightBytes / bytesPerSecond) + batch * context * CacheBytesPerToken / bytesPerSecond;
}
