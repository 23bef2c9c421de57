namespace AccelSim.Model.Numerics;

/// <summary>Order in which the low and the high sums of the banks meet the accumulator (sq-format.md section 3.2).</summary>
public enum SumOrder
{
    /// <summary>Banks ascending, low then high in each.</summary>
    PerBank,

    /// <summary>All low sums, banks ascending, then all high sums: two GPU passes into one accumulator.</summary>
    TwoPass,

    /// <summary>
    /// Banks ascending; low and high sums shifted by their power-of-two scales, added as integers and rounded once, so that a bank takes one
    /// multiply-add. Weights must be in SQ-format under e8m0 scales.
    /// </summary>
    ShiftAdd,
}
