namespace AccelSim.Model.Speculation;

/// <summary>One row of an acceptance trace: what a step of one sequence drafted and kept.</summary>
/// <param name="Step">Step of the run, from 0.</param>
/// <param name="Sequence">Sequence, from 0.</param>
/// <param name="Drafted">Draft tokens, gamma.</param>
/// <param name="Accepted">Draft tokens that the target agreed with, at most <paramref name="Drafted"/>.</param>
/// <param name="Context">Tokens in the sequence's cache before the step.</param>
public readonly record struct AcceptanceStep(long Step, int Sequence, int Drafted, int Accepted, long Context)
{
    /// <summary>Tokens that the step adds: the accepted ones and the target's own.</summary>
    public int Tokens => Accepted + 1;
}
