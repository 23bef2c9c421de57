namespace AccelSim.Model.Machines;

/// <summary>The vector unit of one core: element operations per cycle by kind.</summary>
public sealed record VectorUnit
{
    public required long AddPerCycle { get; init; }

    public required long MultiplyPerCycle { get; init; }

    /// <summary>Exponentials, reciprocals, square roots and sigmoids.</summary>
    public required long ExpPerCycle { get; init; }

    /// <summary>Conversions between number formats, quantisation included.</summary>
    public required long ConvertPerCycle { get; init; }

    public int Latency { get; init; }
}
