using System.Collections.Immutable;

namespace AccelSim.Model.Machines;

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
