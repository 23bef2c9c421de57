namespace AccelSim.Model.Formats;

/// <summary>What a stored matrix is to its operation; SQ-format lays weights and activations out differently.</summary>
public enum OperandRole
{
    /// <summary>K by N; a vector is one output column.</summary>
    Weights,

    /// <summary>M by K; a vector is one token.</summary>
    Activations,

    /// <summary>Keys: a vector is one token of one head, the reduction axis is head_dim.</summary>
    KvKeys,

    /// <summary>Values: a vector is one channel of one head, the reduction axis runs over tokens.</summary>
    KvValues,

    /// <summary>The result as the next operation will read it: laid out like activations.</summary>
    Output,
}
