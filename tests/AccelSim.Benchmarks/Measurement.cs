namespace AccelSim.Benchmarks;

/// <summary>One measured figure.</summary>
/// <param name="Name">What was measured.</param>
/// <param name="Value">The figure, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Unit of the figure and of the target.</param>
/// <param name="Target">What was asked for, or null.</param>
/// <param name="AtLeast">True when the target is a lower limit.</param>
/// <param name="Processor">The same figure in processor time, which other programs on the machine disturb less; null where there is none.</param>
/// <param name="How">Command or method, in a few words.</param>
internal sealed record Measurement(string Name, double Value, string Unit, double? Target, bool AtLeast, double? Processor, string How)
{
    /// <summary>Why it falls short; shown where it does.</summary>
    public string Remark { get; init; } = "";

    /// <summary>Whether the figure meets its target.</summary>
    public bool Meets => Target is not { } target || (AtLeast ? Value >= target : Value <= target);

    /// <summary>Whether it would, had no other program run: judged by processor time.</summary>
    public bool MeetsAlone => Meets || (Target is { } target && Processor is { } own && (AtLeast ? own >= target : own <= target));
}
