using System.Collections.Immutable;

namespace AccelSim.Model.Machines;

/// <summary>Accumulators that have a name; which there are is data of an installation.</summary>
/// <param name="All">In order of declaration; names are unique.</param>
public sealed record AccumulatorPresets(ImmutableArray<AccumulatorPreset> All)
{
    /// <summary>Presets of unscaled operands.</summary>
    public IEnumerable<AccumulatorPreset> Plain => All.Where(p => p.Block is null);

    /// <summary>Presets of T-FDPA on unscaled operands.</summary>
    public IEnumerable<AccumulatorPreset> Native => All.Where(p => p.IsNative);

    /// <summary>The preset of this name, or null.</summary>
    public AccumulatorPreset? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
