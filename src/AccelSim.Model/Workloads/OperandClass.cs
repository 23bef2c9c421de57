namespace AccelSim.Model.Workloads;

/// <summary>Operands that a user gives a format: the keys below <c>formats</c>.</summary>
public enum OperandClass
{
    /// <summary>Weights of linear layers.</summary>
    Weights,

    /// <summary>Inputs of linear layers.</summary>
    Activations,

    /// <summary>Key-value cache.</summary>
    Kv,

    /// <summary>Queries and probabilities.</summary>
    Attention,

    /// <summary>Weights of the output head.</summary>
    Head,
}
