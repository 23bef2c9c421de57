namespace AccelSim.Model.Speculation;

/// <summary>The same rate at every depth, independent of all else: the paper's geometric law.</summary>
public sealed record ConstantAcceptance(double Alpha, AcceptanceEvidence Evidence, string Source) : AcceptanceModel(Evidence, Source)
{
    public override double Rate(int depth, long budget, long context) => Alpha;
}
