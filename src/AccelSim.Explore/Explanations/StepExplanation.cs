using System.Collections.Immutable;
using AccelSim.Model.Machines;

namespace AccelSim.Explore.Explanations;

/// <summary>Why a step takes as long as it does.</summary>
/// <param name="Machine">On what.</param>
/// <param name="Operations">In order of execution.</param>
/// <param name="Gains">What each number buys for the whole step, the best first.</param>
/// <param name="Untried">Keys that were not tried, each with the reason.</param>
/// <param name="Pinned">Whether a mapping given by the user was kept; otherwise each change had its mappings searched again.</param>
public sealed record StepExplanation(
    Machine Machine, ImmutableArray<OperationExplanation> Operations, ImmutableArray<Gain> Gains, ImmutableArray<(string Key, string Reason)> Untried, bool Pinned)
{
    /// <summary>The numbers that buy most for the whole step.</summary>
    public IEnumerable<Gain> Best => OperationExplanation.Worthwhile(Gains);
}
