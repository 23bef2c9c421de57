namespace AccelSim.Model.Formats.Sq;

/// <summary>Number that marks a high element among stored integer low codes (sq-format.md section 2.2); it changes no result.</summary>
public enum VmaskCode
{
    /// <summary>-(2^(h_low-1)), which a symmetric grid leaves free; values in two's complement.</summary>
    TwosComplement,

    /// <summary>All ones; values stored as q + q_max, so 0 to 14 and 15 for INT4.</summary>
    Offset,
}
