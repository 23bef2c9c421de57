namespace AccelSim.Model.Steps;

/// <summary>What a step of the lowered stream does. Steps of one kind are executed in stream order by one queue.</summary>
public enum StepKind : byte
{
    /// <summary>DRAM or shared buffer to the scratchpads of the cohort.</summary>
    Load,

    /// <summary>Tensor unit (with selector, sparse and rescale units).</summary>
    Tensor,

    /// <summary>Vector unit: epilogue, softmax, element-wise work, addition of partial sums.</summary>
    Vector,

    /// <summary>Partial results between cores, ahead of a join.</summary>
    Exchange,

    /// <summary>Scratchpads to DRAM.</summary>
    Store,
}
