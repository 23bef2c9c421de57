using System.Collections.Immutable;

namespace AccelSim.Model.Speculation;

/// <summary>A rate for each depth, the last for all beyond: falling for EAGLE-1, flat for EAGLE-3.</summary>
public sealed record DepthAcceptance(ImmutableArray<double> Rates, AcceptanceEvidence Evidence, string Source) : AcceptanceModel(Evidence, Source)
{
    public override double Rate(int depth, long budget, long context) => Rates[Math.Min(depth, Rates.Length) - 1];
}
