using System.Collections.Immutable;

namespace AccelSim.Explore.Results;

/// <summary>What came of reading a results file: a sheet, or every problem at once.</summary>
/// <param name="Sheet">The sheet; null when there is any problem.</param>
/// <param name="Problems">In file order; empty when the sheet is there.</param>
public sealed record ResultReading(ResultSheet? Sheet, ImmutableArray<ResultProblem> Problems);
