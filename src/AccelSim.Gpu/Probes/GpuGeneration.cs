using System.Collections.Immutable;

namespace AccelSim.Gpu.Probes;

/// <summary>GPUs that share their tensor cores, as the presets of the engine name them.</summary>
/// <param name="Name">First part of the names of its presets.</param>
/// <param name="Capabilities">Compute capabilities times ten.</param>
public sealed record GpuGeneration(string Name, ImmutableArray<int> Capabilities)
{
    public static ImmutableArray<GpuGeneration> All { get; } =
    [
        new("ampere", [80, 86, 87]),
        new("ada", [89]),
        new("hopper", [90]),
        new("blackwell", [100, 103]),
    ];

    /// <summary>The generation of a GPU, or null where no model exists: its results are recorded without a prediction.</summary>
    public static GpuGeneration? Of(int capability) => All.FirstOrDefault(g => g.Capabilities.Contains(capability));

    /// <summary>Probes that it runs.</summary>
    public IEnumerable<TensorProbe> Probes => TensorProbes.All.Where(p => p.RunsOn(Capabilities[0]));

    public override string ToString() => Name;
}
