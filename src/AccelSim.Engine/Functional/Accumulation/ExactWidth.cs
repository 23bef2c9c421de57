namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>The narrowest integer that holds a sum of products exactly.</summary>
public enum ExactWidth
{
    /// <summary>63 bits and a sign.</summary>
    Long,

    /// <summary>127 bits and a sign.</summary>
    Int128,

    /// <summary>As many 64-bit words as the formats' exponents span.</summary>
    Words,
}
