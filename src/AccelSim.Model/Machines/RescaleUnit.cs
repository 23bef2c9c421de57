namespace AccelSim.Model.Machines;

/// <summary>Applies the two scales of every bank and column: an fp32 multiply-add per scale and output.</summary>
public sealed record RescaleUnit
{
    /// <summary>Scaled accumulations (one fp32 fused multiply-add each) per cycle and core.</summary>
    public required long OutputsPerCycle { get; init; }

    public int Latency { get; init; }

    /// <summary>Output blocks that may wait in front of the unit.</summary>
    public int QueueDepth { get; init; } = 2;

    /// <summary>With power-of-two scales high and low sums are shifted and added as integers, so a bank costs one accumulation instead of two.</summary>
    public bool ShiftAdd { get; init; }
}
