namespace AccelSim.Model.Machines;

/// <summary>A system of equal chips. Everything that timing, bounds, functional, energy and area read about hardware is here.</summary>
public sealed record Machine
{
    public required string Name { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Nominal core clock, Hz: the clock behind <c>peak_tops</c>.</summary>
    public required long ClockHz { get; init; }

    /// <summary>Clock sustained under dense load as parts per million of nominal: the clock that turns cycles into time.</summary>
    public int ClockUnderLoadPpm { get; init; } = 1_000_000;

    public int Chips { get; init; } = 1;

    public Links? Links { get; init; }

    /// <summary>Cores that work: sets time.</summary>
    public required int Cores { get; init; }

    /// <summary>Cores on the die: sets area. Not below <see cref="Cores"/>.</summary>
    public int FabricatedCores { get; init; }

    public required TensorUnit TensorUnit { get; init; }

    public SparseUnit? SparseUnit { get; init; }

    public GatherUnit? GatherUnit { get; init; }

    public RescaleUnit? RescaleUnit { get; init; }

    public required VectorUnit VectorUnit { get; init; }

    public required Scratchpad Scratchpad { get; init; }

    public required SharedBuffer SharedBuffer { get; init; }

    public required Network Network { get; init; }

    public required Memory Memory { get; init; }

    /// <summary>Limits of the DMA; null when it has none.</summary>
    public Dma? Dma { get; init; }

    /// <summary>Whether the DMA goes on to the next operation's weights when an operation's own loads have been issued.</summary>
    public Prefetch Prefetch { get; init; }

    public Accumulator Accumulator { get; init; } = Accumulator.Default;

    /// <summary>Fixed time before an operation's first transfer, picoseconds.</summary>
    public long LaunchOverheadPs { get; init; }

    /// <summary>Facts that only the comparison with measured kernels reads.</summary>
    public Silicon Silicon { get; init; } = Silicon.None;

    public Compatibility Compatibility { get; init; }

    /// <summary>Watts per chip that the power model may not exceed; null when not capped.</summary>
    public double? PowerCapWatts { get; init; }

    /// <summary>Clock that turns cycles into time, Hz.</summary>
    public long LoadClockHz => (long)((Int128)ClockHz * ClockUnderLoadPpm / 1_000_000);

    /// <summary>Launch overhead in whole core cycles, rounded up.</summary>
    public long LaunchCycles => (long)(((Int128)LaunchOverheadPs * LoadClockHz + 999_999_999_999) / 1_000_000_000_000);
}
