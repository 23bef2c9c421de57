namespace AccelSim.Model.Speculation;

/// <summary>
/// Speculative decoding with drafts whose tokens are each accepted with the same probability, independently (identities reference, section 9;
/// arXiv 2408.11049).
/// </summary>
/// <param name="Rate">Acceptance rate per draft token, alpha, from 0 to 1.</param>
/// <param name="Gamma">Draft length.</param>
public readonly record struct DraftAcceptance(double Rate, int Gamma)
{
    /// <summary>
    /// Omega, expected tokens per verification with the bonus token: (1 - alpha^(gamma+1)) / (1 - alpha), gamma + 1 at alpha = 1.
    /// Summed term by term, so that it is as exact near alpha = 1 as elsewhere.
    /// </summary>
    public double TokensPerStep
    {
        get
        {
            double sum = 1;
            for (int i = 0; i < Gamma; i++) sum = 1 + Rate * sum;
            return sum;
        }
    }

    /// <summary>Time per token of a sequence: (gamma draft steps + one verification of gamma + 1 tokens) / Omega, in the unit of both times.</summary>
    /// <param name="draft">One draft step.</param>
    /// <param name="verify">Verification of gamma + 1 tokens.</param>
    public double TimePerToken(double draft, double verify) => (Gamma * draft + verify) / TokensPerStep;

    /// <summary>Speed-up over plain decoding whose step takes <paramref name="target"/>.</summary>
    public double Speedup(double target, double draft, double verify) => target / TimePerToken(draft, verify);
}
