namespace AccelSim.Model.Machines;

/// <summary>Mask, top-k and gather stage that splits SQ activations into a high and a low group (SQ-format paper, Figure 2b).</summary>
public sealed record GatherUnit
{
    /// <summary>Activation elements gathered per cycle and core under a static mask.</summary>
    public required long ElementsPerCycle { get; init; }

    /// <summary>Activation elements per cycle and core that the pipelined top-k ranks for a dynamic mask; 0 when the machine has none.</summary>
    public long TopKElementsPerCycle { get; init; }

    /// <summary>Cycles from the first element to the first gathered operand.</summary>
    public int Latency { get; init; }
}
