namespace AccelSim.Explore.Plots;

/// <summary>A tick: where, and its label; a minor one has none.</summary>
internal readonly record struct AxisTick(double Value, string? Label);
