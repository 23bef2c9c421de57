namespace AccelSim.Explore.Speculation;

/// <summary>What serving software adds to the kernels of a pass on a real machine, and to a speculative step beside its passes.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Source">Where the numbers come from.</param>
public sealed record SoftwareStack(string Name, string Source)
{
    /// <summary>Microseconds between two kernels of a pass: launch and dependency, beyond the launch that the kernel model has.</summary>
    public double GapUs { get; init; }

    /// <summary>Time of attention over that of the kernels that calibrated the model (docs/SILICON.md): another kernel library.</summary>
    public double AttentionScale { get; init; } = 1;

    /// <summary>Whether all-reduce runs as a one- or two-shot kernel of the framework.</summary>
    public bool CustomAllReduce { get; init; }

    /// <summary>Fixed part of the host's time per speculative step, milliseconds.</summary>
    public double HostMs { get; init; }

    /// <summary>Part that grows with the batch, milliseconds per sequence.</summary>
    public double HostPerSequenceMs { get; init; }

    /// <summary>Host time of one speculative step.</summary>
    public double Host(long batch) => HostMs + batch * HostPerSequenceMs;
}
