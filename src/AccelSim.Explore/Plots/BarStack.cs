using System.Collections.Immutable;

namespace AccelSim.Explore.Plots;

/// <summary>One named part of every bar.</summary>
/// <param name="Name">Text in the legend.</param>
/// <param name="Values">One value per category, in their order; unknown ones (NaN) draw nothing.</param>
public sealed record BarStack(string Name, ImmutableArray<double> Values);
