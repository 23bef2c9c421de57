namespace AccelSim.Model.Machines;

/// <summary>Facts of a machine that exists, read only by the comparison with measured kernels (docs/SILICON.md).</summary>
public sealed record Silicon
{
    public static readonly Silicon None = new();

    /// <summary>Highest core clock, Hz: the clock of short kernels; null where it is the nominal clock.</summary>
    public long? BoostClockHz { get; init; }

    /// <summary>Share of the pin bandwidth that long streams reach.</summary>
    public double StreamShare { get; init; } = 0.9;

    /// <summary>Parts of the L2, each beside its share of the cores; a line from another part is slower, and may lie in both.</summary>
    public int L2Partitions { get; init; } = 2;

    /// <summary>The process in nanometres, as its name has it; null where it is not known.</summary>
    public int? ProcessNm { get; init; }

    /// <summary>The switch between the chips sums what passes through it.</summary>
    public bool ReducesInSwitch { get; init; }
}
