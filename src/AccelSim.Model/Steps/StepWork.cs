namespace AccelSim.Model.Steps;

/// <summary>What a tensor or vector step computes; the functional path executes it, timing reads only its extents.</summary>
public enum StepWork : byte
{
    None,
    Multiply,
    QueryKey,
    ProbabilityValue,
    Softmax,
    Join,
    Epilogue,
    Elementwise,
}
