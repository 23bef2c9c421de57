using System.Collections.Immutable;

namespace AccelSim.Model.Machines;

/// <summary>Where the high-precision pass of SQ-format runs.</summary>
public enum SparsePlacement
{
    /// <summary>Own multipliers, in parallel with the dense unit.</summary>
    Beside,

    /// <summary>The dense unit runs the high pass at its own rate for that pair: after the low pass, or beside it where the two pairs have arrays of their own.</summary>
    Shared,
}

/// <summary>The sparse high-precision unit: multiplies the few high-precision elements of each bank (SQ-format paper, Figure 2a).</summary>
public sealed record SparseUnit
{
    public required SparsePlacement Placement { get; init; }

    /// <summary>Bank sizes along K that the selector's multiplexers can pick from.</summary>
    public required ImmutableArray<int> Banks { get; init; }

    /// <summary>Operand vectors (one k for all rows of the array) that the multiplexers select per cycle and core.</summary>
    public required long SelectPerCycle { get; init; }

    /// <summary>Banks of one read port each from which the multiplexers pick, vector k in bank k mod banks; 0: every multiplexer reaches every vector at any time.</summary>
    public int SelectBanks { get; init; }

    /// <summary>MACs per cycle and core by operand pair; unused when shared.</summary>
    public MacRates MacsPerCycle { get; init; } = MacRates.None;

    /// <summary>Output blocks whose selected operands may wait in front of the unit.</summary>
    public int QueueDepth { get; init; } = 2;

    public int PipelineDepth { get; init; }
}

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
