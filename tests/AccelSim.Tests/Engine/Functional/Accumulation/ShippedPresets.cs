using AccelSim.Model.Machines;
using AccelSim.Tests.Input;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

/// <summary>The presets of configs/accumulators.</summary>
internal static class ShippedPresets
{
    public static AccumulatorPresets All { get; } = Installation.Files.Accumulators().Value ?? throw new InvalidOperationException("configs/accumulators cannot be read");

    public static IEnumerable<AccumulatorPreset> BlockScaled => All.All.Where(p => p.Block is not null);
}
