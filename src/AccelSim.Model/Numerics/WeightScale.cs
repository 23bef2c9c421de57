namespace AccelSim.Model.Numerics;

/// <summary>Extent of a weight scale under SQ activations (sq-format.md section 3.2; switch <c>w_scale</c>).</summary>
public enum WeightScale
{
    /// <summary>One per bank and column.</summary>
    Bank,

    /// <summary>One per column.</summary>
    Channel,
}
