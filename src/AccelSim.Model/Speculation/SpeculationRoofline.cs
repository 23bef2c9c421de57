namespace AccelSim.Model.Speculation;

/// <summary>
/// Self-speculation with a fixed draft budget on an ideal roofline (identities reference, section 9): a pass of T tokens per sequence takes the
/// larger of its operations over the peak and its bytes over the bandwidth for the matrix products, and reads the cache once beside.
/// </summary>
/// <param name="Parameters">Matrix-product parameters, P.</param>
/// <param name="CacheBytesPerToken">Key and value bytes per token, kappa.</param>
/// <param name="PeakFlops">Operations per second, F.</param>
/// <param name="BytesPerSecond">Memory bandwidth, W.</param>
public sealed record SpeculationRoofline(double Parameters, double CacheBytesPerToken, double PeakFlops, double BytesPerSecond)
{
    /// <summary>Bytes of a bf16 parameter.</summary>
    private const double ParameterBytes = 2;

    /// <summary>S_c: the context whose cache takes as long to read as its token takes to multiply, 2 P W / (F kappa) tokens.</summary>
    public double CriticalContext => 2 * Parameters * BytesPerSecond / (PeakFlops * CacheBytesPerToken);

    /// <summary>Operations per byte at which both limits meet.</summary>
    public double Ridge => PeakFlops / BytesPerSecond;

    /// <summary>
    /// S_inf: above this context speed-up rises with the batch from ridge/(gamma+1) to ridge: [gamma K + (gamma+1) S_c] / (gamma-1).
    /// Infinite for gamma = 1, where it never does.
    /// </summary>
    /// <param name="gamma">Draft length, at least 1.</param>
    /// <param name="budget">Tokens in the draft's cache, K.</param>
    public double InflectionContext(int gamma, double budget) =>
        gamma <= 1 ? double.PositiveInfinity : (gamma * budget + (gamma + 1) * CriticalContext) / (gamma - 1);

    /// <summary>Seconds of one pass of <paramref name="tokens"/> per sequence over <paramref name="context"/> cached tokens.</summary>
    public double Pass(double batch, double tokens, double context) =>
        Math.Max(2 * Parameters * batch * tokens / PeakFlops, ParameterBytes * Parameters / BytesPerSecond) + batch * context * CacheBytesPerToken / BytesPerSecond;

    /// <summary>Speed-up over plain decoding: drafts read the budget, verification the whole context.</summary>
    public double Speedup(DraftAcceptance acceptance, double batch, double context, double budget) => acceptance.Speedup(
        Pass(batch, 1, context), Pass(batch, 1, Math.Min(budget, context)), Pass(batch, acceptance.Gamma + 1, context));
}
