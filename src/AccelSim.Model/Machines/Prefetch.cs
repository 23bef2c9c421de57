namespace AccelSim.Model.Machines;

/// <summary>What an operation brings on chip for the one behind it.</summary>
public enum Prefetch
{
    /// <summary>Nothing: an operation's first load issues when the operation before it has retired and its own launch is over.</summary>
    None,

    /// <summary>First weights of a product behind it, where both together then take less time.</summary>
    AcrossOperations,
}
