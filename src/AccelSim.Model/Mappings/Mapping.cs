namespace AccelSim.Model.Mappings;

/// <summary>How an operation is laid over the cores of a chip and cut into tiles.</summary>
public sealed record Mapping
{
    /// <summary>Cores along independent instances.</summary>
    public int CoresG { get; init; } = 1;

    /// <summary>Cores along M (query rows in attention); weights are multicast to them.</summary>
    public int CoresM { get; init; } = 1;

    /// <summary>Cores along N (unused in attention); activations are multicast to them.</summary>
    public int CoresN { get; init; } = 1;

    /// <summary>Cores along K (keys in attention); their partial results are joined.</summary>
    public int CoresK { get; init; } = 1;

    /// <summary>Rows of a core's output tile.</summary>
    public required int TileM { get; init; }

    /// <summary>Columns of a core's output tile; keys per step in attention.</summary>
    public required int TileN { get; init; }

    /// <summary>Reduction elements per step; a multiple of both operands' granules. Unused in attention.</summary>
    public required int TileK { get; init; }

    public LoopOrder Order { get; init; } = LoopOrder.MOuter;

    /// <summary>Bring each row wave of A, all of K, into the shared buffer ahead of its first use and keep it there.</summary>
    public bool HoldActivations { get; init; }

    /// <summary>The same for each column wave of B; in attention, keep keys and values after their first read.</summary>
    public bool HoldWeights { get; init; }

    /// <summary>Buffers per operand: 2 overlaps loads with compute.</summary>
    public int OperandBuffers { get; init; } = 2;

    /// <summary>Accumulator tiles: 2 overlaps the epilogue with the next tile.</summary>
    public int AccumulatorBuffers { get; init; } = 2;

    public int Cores => CoresG * CoresM * CoresN * CoresK;
}
