namespace AccelSim.Model.Speculation;

/// <summary>Probability that a draft token is accepted, given that all before it were.</summary>
/// <param name="Evidence">What it rests on.</param>
/// <param name="Source">Where the numbers come from.</param>
public abstract record AcceptanceModel(AcceptanceEvidence Evidence, string Source)
{
    /// <summary>Rate of the draft token at a depth, from 0 to 1.</summary>
    /// <param name="depth">Position in the draft, from 1.</param>
    /// <param name="budget">Tokens in the draft's cache.</param>
    /// <param name="context">Tokens of the sequence.</param>
    public abstract double Rate(int depth, long budget, long context);

    /// <summary>Omega, expected tokens of a chain per verification, bonus included: 1 + a1 + a1 a2 + ...; 1 for gamma = 0.</summary>
    public double TokensPerStep(int gamma, long budget, long context)
    {
        double sum = 1;
        for (int depth = gamma; depth >= 1; depth--) sum = 1 + Rate(depth, budget, context) * sum;
        return sum;
    }

    /// <summary>Probability that all of a chain is accepted.</summary>
    public double WholeDraft(int gamma, long budget, long context)
    {
        double product = 1;
        for (int depth = 1; depth <= gamma; depth++) product *= Rate(depth, budget, context);
        return product;
    }

    /// <summary>The same with every rate moved, kept within 0 and 1.</summary>
    public AcceptanceModel Moved(double by) => new MovedAcceptance(this, by);
}
