using System.Collections.Immutable;

namespace AccelSim.Model.Results;

/// <summary>One row of the results table.</summary>
/// <param name="Point">Number of the combination of axes, from 0, last axis fastest.</param>
/// <param name="Machine">Machine name.</param>
/// <param name="Workload">Workload name.</param>
/// <param name="Operation"><c>total</c>, or the operation's name.</param>
/// <param name="Repeats">How many times this row's operation occurs in the step; metrics are those of one occurrence.</param>
/// <param name="Status">Outcome.</param>
/// <param name="Reason">Why it is infeasible or failed; promotions and other remarks on ok rows.</param>
/// <param name="Axes">Value of every swept key, in the order of <see cref="ResultTable.AxisNames"/>.</param>
/// <param name="Metrics">The measured columns.</param>
public sealed record ResultRow(
    long Point, string Machine, string Workload, string Operation, long Repeats,
    PointStatus Status, string Reason, ImmutableArray<string> Axes, MetricValues Metrics);
