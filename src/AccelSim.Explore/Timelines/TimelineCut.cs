namespace AccelSim.Explore.Timelines;

/// <summary>How much of an operation a timeline shows.</summary>
/// <param name="Operation">Its name.</param>
/// <param name="From">First cycle shown.</param>
/// <param name="To">End of what is shown.</param>
/// <param name="Cycles">Cycles of the operation.</param>
/// <param name="Events">Spans shown.</param>
public sealed record TimelineCut(string Operation, long From, long To, long Cycles, long Events)
{
    /// <summary>Whether something is missing.</summary>
    public bool IsCut => From > 0 || To < Cycles;
}
