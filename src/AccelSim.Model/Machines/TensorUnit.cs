namespace AccelSim.Model.Machines;

/// <summary>The dense tensor unit of one core.</summary>
public sealed record TensorUnit
{
    public required TensorUnitKind Kind { get; init; }

    /// <summary>Systolic: rows of processing elements. Dot product: rows of the output block per cycle (m).</summary>
    public required int Rows { get; init; }

    /// <summary>Systolic: columns of processing elements. Dot product: columns of the output block per cycle (n).</summary>
    public required int Cols { get; init; }

    /// <summary>Systolic only.</summary>
    public Dataflow Dataflow { get; init; } = Dataflow.OutputStationary;

    /// <summary>MACs per cycle by operand pair; divided by Rows x Cols this is the width along K (dot product) or per element (systolic).</summary>
    public required MacRates MacsPerCycle { get; init; }

    /// <summary>Cycles from the issue of the last operand to the result, beyond fill and drain of a systolic array.</summary>
    public int PipelineDepth { get; init; }

    /// <summary>Systolic: whether the next fold fills while the previous drains (double-buffered stationary operand or accumulators).</summary>
    public bool OverlapFolds { get; init; } = true;

    /// <summary>Whether 2:4 weights run at twice the dense rate of their pair; otherwise they are expanded and run dense.</summary>
    public bool TwoFourSparsity { get; init; }
}
