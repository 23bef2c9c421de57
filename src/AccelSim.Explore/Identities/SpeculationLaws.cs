using AccelSim.Model.Speculation;

namespace AccelSim.Explore.Identities;

/// <summary>Closed forms of speculative decoding (section 9).</summary>
internal static class SpeculationLaws
{
    public static readonly Law Published = new("omega-published", "9", LawKind.Equality, "Omega has the published values, gamma + 1 at alpha = 1 and 1 at alpha = 0.", chance =>
    {
        (double alpha, int gamma, double omega, int digits) = chance.Turn(
            (0.95, 2, 2.8525, 5), (0.95, 4, 4.52438, 6), (0.8, 3, 2.952, 4), (0.7, 2, 2.19, 3), (1.0, 8, 9.0, 12), (0.0, 5, 1.0, 12));
        return new Trial([new DraftAcceptance(alpha, gamma).TokensPerStep], s => Slack.Printed(s[0], omega, digits));
    });

    public static readonly Law Range = new("tokens-per-step", "9", LawKind.Bound, "Tokens per step lie between 1 and gamma + 1.", chance =>
    {
        var draft = new DraftAcceptance(chance.Real(0, 1), chance.Int(0, 16));
        return new Trial([draft.TokensPerStep], s => Slack.Min(Slack.AtLeast(s[0], 1), Slack.AtMost(s[0], draft.Gamma + 1)));
    });

    public static readonly Law ClosedForm = new("omega-closed-form", "9", LawKind.Equality,
        "Omega (1 - alpha) = 1 - alpha^(gamma+1), and Omega is the mean of a walk over accepted drafts.", chance =>
        {
            double alpha = chance.Real(0, 0.999);
            int gamma = chance.Int(0, 16);
            double walk = 0, reached = 1;
            for (int token = 0; token <= gamma; token++, reached *= alpha) walk += reached;
            double omega = new DraftAcceptance(alpha, gamma).TokensPerStep;
            return new Trial([omega], s => Slack.Min(Slack.Near(s[0], walk), Slack.Near(s[0] * (1 - alpha), 1 - Math.Pow(alpha, gamma + 1))));
        });

    public static readonly Law NoDraft = new("gamma-zero", "9", LawKind.Equality, "Without a draft speculation is plain decoding: the time of a step per token.", chance =>
    {
        double step = chance.Real(1e-4, 1);
        return Trial.Equal([new DraftAcceptance(chance.Real(0, 1), 0).TimePerToken(chance.Real(0, 1), step), new DraftAcceptance(chance.Real(0, 1), 0).Speedup(step, 1, step)], step, 1);
    });

    /// <summary>Matrix-product parameters and cache bytes of Llama-3.1-8B and Llama-2-7B; bf16 peaks and bandwidths of A100, H100, H200.</summary>
    public static readonly Law Contexts = new("critical-context", "9", LawKind.Equality,
        "The context S_c and the threshold of growth with the batch have the published values for gamma 3 and a budget of 512.", chance =>
        {
            (double p, double kappa, double f, double w, double critical, double threshold) = chance.Turn(
                (7_504_924_672.0, 131_072.0, 312e12, 2.039e12, 748.4, 2265.0), (7_504_924_672.0, 131_072.0, 989.4e12, 3.35e12, 387.7, 1543.0),
                (7_504_924_672.0, 131_072.0, 989.4e12, 4.8e12, 555.6, 1879.0), (6_607_343_616.0, 524_288.0, 312e12, 2.039e12, 164.7, 1097.0));
            var roofline = new SpeculationRoofline(p, kappa, f, w);
            return new Trial([roofline.CriticalContext, roofline.InflectionContext(3, 512)], s => Slack.Min(Slack.Printed(s[0], critical, 4), Slack.Printed(s[1], threshold, 4)));
        });

    public static readonly Law Growth = new("speedup-and-batch", "9", LawKind.Equality,
        "Between ridge/(gamma+1) and ridge speed-up rises with the batch exactly above the threshold context.", chance =>
        {
            var roofline = new SpeculationRoofline(chance.Real(1e9, 1e11), chance.Real(1e4, 1e6), chance.Real(1e14, 2e15), chance.Real(1e12, 8e12));
            int gamma = chance.Int(1, 6);
            double budget = chance.Int(64, 1024), threshold = roofline.InflectionContext(gamma, budget);
            double context = chance.Bool() && double.IsFinite(threshold) ? threshold * chance.Real(1.01, 4) : Math.Max(budget, (double.IsFinite(threshold) ? threshold : 1e5) * chance.Real(0.2, 0.99));
            var acceptance = new DraftAcceptance(chance.Real(0.3, 0.99), gamma);
            double from = roofline.Ridge / (gamma + 1), first = from * 1.01, second = roofline.Ridge * 0.99;
            double rise = roofline.Speedup(acceptance, second, context, budget) - roofline.Speedup(acceptance, first, context, budget);
            return Trial.Equal(Math.Sign(rise), context > threshold ? 1 : -1);
        });
}
