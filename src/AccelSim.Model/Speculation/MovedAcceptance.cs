namespace AccelSim.Model.Speculation;

/// <summary>Another model's rates, moved by the same amount and kept within 0 and 1: how far a choice depends on the rate.</summary>
public sealed record MovedAcceptance(AcceptanceModel Of, double By) : AcceptanceModel(AcceptanceEvidence.Assumed, Of.Source)
{
    public override double Rate(int depth, long budget, long context) => Math.Clamp(Of.Rate(depth, budget, context) + By, 0, 1);
}
