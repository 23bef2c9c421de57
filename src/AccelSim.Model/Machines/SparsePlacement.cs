namespace AccelSim.Model.Machines;

/// <summary>Where the high-precision pass of SQ-format runs.</summary>
public enum SparsePlacement
{
    /// <summary>Own multipliers, in parallel with the dense unit.</summary>
    Beside,

    /// <summary>The dense unit runs the high pass at its own rate for that pair: after the low pass, or beside it where the two pairs have arrays of their own.</summary>
    Shared,
}
