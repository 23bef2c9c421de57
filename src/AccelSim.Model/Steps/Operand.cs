namespace AccelSim.Model.Steps;

/// <summary>Which tensor a transfer carries.</summary>
public enum Operand : byte
{
    Activations,
    Weights,
    Query,
    Keys,
    Values,
    Input,
    Output,

    /// <summary>First weights of the next operation: no step of this one waits for them, and its end need not be theirs (docs/ENGINE.md, "End and labels").</summary>
    NextWeights,
}
