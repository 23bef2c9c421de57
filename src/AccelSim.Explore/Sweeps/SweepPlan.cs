using System.Collections.Immutable;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Sweeps;

/// <summary>A sweep as the runner sees it: points are numbered, and a point is a pure function of its number.</summary>
/// <param name="Points">Points of the whole sweep.</param>
/// <param name="AxisNames">Swept keys.</param>
/// <param name="Fingerprint">Hash of everything that the rows depend on; a journal with another one belongs to another sweep.</param>
/// <param name="Evaluate">The rows of a point; safe to call from several threads.</param>
public sealed record SweepPlan(long Points, ImmutableArray<string> AxisNames, string Fingerprint, Func<long, ImmutableArray<ResultRow>> Evaluate);
