using System.Collections.Immutable;
using AccelSim.Engine.Results;

namespace AccelSim.Explore.Explanations;

/// <summary>Why an operation takes as long as it does.</summary>
/// <param name="Name">As in the results table.</param>
/// <param name="Share">Share of the step's cycles, all repeats together.</param>
/// <param name="Labels">Compute and every stall that occurs, in the order of the labels; cycles of one repeat, adding up to all.</param>
/// <param name="Roofline">Null for work without MACs.</param>
/// <param name="Gains">Every tried number, the best first.</param>
/// <param name="Operation">The run itself.</param>
public sealed record OperationExplanation(
    string Name, double Share, ImmutableArray<(string Label, long Cycles)> Labels, RooflinePosition? Roofline, ImmutableArray<Gain> Gains, StepOperation Operation)
{
    /// <summary>Gains below this many percent are not worth a line.</summary>
    public const double LeastGain = 0.05;

    /// <summary>How many are shown.</summary>
    public const int Shown = 3;

    /// <summary>The numbers that buy most.</summary>
    public IEnumerable<Gain> Best => Worthwhile(Gains);

    /// <summary>The few gains of a list, best first, that are worth showing.</summary>
    public static IEnumerable<Gain> Worthwhile(IEnumerable<Gain> gains) => gains.Where(g => g.GainPercent >= LeastGain).Take(Shown);
}
