using AccelSim.Model.Speculation;

namespace AccelSim.Engine.Bounds;

/// <summary>
/// Speculative decoding on an ideal roofline with its own weight width, cache width and rate for draft and target: the paper's equations (1) to (4)
/// and the inflection length in closed form, generalised (docs/SPECULATION.md). Shares nothing with the engines; bf16 on both sides is
/// <see cref="SpeculationRoofline"/>.
/// </summary>
/// <param name="Target">The target's pass.</param>
/// <param name="Draft">The draft's pass; equal to <paramref name="Target"/> where the target drafts in its own formats.</param>
/// <param name="BytesPerSecond">Memory bandwidth of the system, W.</param>
public sealed record SpeculationTwin(PassRoofline Target, PassRoofline Draft, double BytesPerSecond)
{
    /// <summary>S_c: context whose cache takes as long to read as one token's products take, 2 P W / (F kappa).</summary>
    public double CriticalContext => 2 * Target.Parameters / Target.FlopsPerSecond * BytesPerSecond / Target.CacheBytesPerToken;

    /// <summary>T_T: one autoregressive step, seconds.</summary>
    public double Autoregressive(double batch, double context) => Target.Seconds(batch, 1, context, BytesPerSecond);

    /// <summary>T_D: one draft step on K tokens.</summary>
    public double DraftStep(double batch, double budget) => Draft.Seconds(batch, 1, budget, BytesPerSecond);

    /// <summary>T_V: verification of gamma tokens, gamma + 1 positions.</summary>
    public double Verify(double batch, double context, int gamma) => Target.Seconds(batch, gamma + 1, context, BytesPerSecond);

    /// <summary>x = T_T Omega / (gamma (T_D + T_select) + T_V + T_host), equations (2) and (3) with the host's time.</summary>
    public double Speedup(double tokensPerStep, int gamma, double batch, double context, double budget, double select = 0, double host = 0) =>
        Autoregressive(batch, context) * tokensPerStep
        / (gamma * (DraftStep(batch, Math.Min(budget, context)) + select) + Verify(batch, context, gamma) + (gamma == 0 ? 0 : host));

    /// <summary>
    /// S_inf, the context above which speed-up rises with batch between ridge/(gamma+1) and ridge, where a verification is bound by its products
    /// and decoding and drafting by their weights. With w and w_D the seconds to read both sets of weights, c the target's seconds of products
    /// per token, beta and beta_D the seconds to read one token of either cache: x rises iff S > w [gamma beta_D K + (gamma+1) c] / (beta [gamma w_D - w]),
    /// infinite where gamma w_D is not above w_T. Equal sides give the paper's form [gamma K + (gamma+1) S_c] / (gamma-1).
    /// </summary>
    public double InflectionContext(int gamma, double budget)
    {
        double weights = Target.WeightBytes / BytesPerSecond, drafts = Draft.WeightBytes / BytesPerSecond;
        double beta = Target.CacheBytesPerToken / BytesPerSecond, draftBeta = Draft.CacheBytesPerToken / BytesPerSecond;
        double compute = 2 * Target.Parameters / Target.FlopsPerSecond;
        double margin = gamma * drafts - weights;
        return margin <= 0 ? double.PositiveInfinity : weights * (gamma * draftBeta * budget + (gamma + 1) * compute) / (beta * margin);
    }

    /// <summary>Rate at which x = 1 for a chain of geometric acceptance, or null where even alpha = 1 does not pay.</summary>
    public static double? BreakEven(int gamma, double autoregressive, double step)
    {
        if (gamma == 0 || autoregressive * (gamma + 1) < step) return null;
        double low = 0, high = 1;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (autoregressive * new DraftAcceptance(middle, gamma).TokensPerStep < step) low = middle;
            else high = middle;
        }
        return high;
    }
}
