namespace AccelSim.Model.Speculation;

/// <summary>
/// The lower level of a two-level draft: a small model proposes <paramref name="Gamma"/> tokens for the target on its sparse cache, until as many
/// are collected as the upper level verifies (TriForce; magicdec.md, section 10).
/// </summary>
/// <param name="Gamma">Tokens that the small model drafts a round.</param>
/// <param name="Budget">Tokens in its cache.</param>
/// <param name="Alpha">Rate at which the target on its sparse cache accepts them.</param>
public sealed record TwoLevelDraft(int Gamma, long Budget, double Alpha)
{
    /// <summary>Rounds that collect <paramref name="tokens"/>, on average.</summary>
    public double Rounds(int tokens) => tokens / new DraftAcceptance(Alpha, Gamma).TokensPerStep;
}
