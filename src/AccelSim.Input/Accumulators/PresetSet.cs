using System.Collections.Immutable;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Accumulators;

/// <summary>The presets of one file, in file order.</summary>
public sealed record PresetSet(string Description, ImmutableArray<AccumulatorPreset> Presets);
