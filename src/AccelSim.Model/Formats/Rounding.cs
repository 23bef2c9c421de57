namespace AccelSim.Model.Formats;

/// <summary>Which neighbour on the target grid a value between two of them becomes. All act on the magnitude, so they are symmetric in sign.</summary>
public enum Rounding
{
    /// <summary>Nearest, ties to the even significand (IEEE 754 default; mandatory in OCP MX 1.0); the only significand of e8m0 is odd, so its ties go up.</summary>
    NearestEven,

    /// <summary>The neighbour nearer to zero (truncation).</summary>
    TowardZero,

    /// <summary>Nearest, ties to the larger magnitude (PTX cvt.rna; "nearest" of microsoft/microxcaling).</summary>
    NearestAway,

    /// <summary>The neighbour farther from zero (PTX cvt.rp for the positive ue8m0).</summary>
    AwayFromZero,

    /// <summary>Up with a probability equal to the discarded fraction, from N random bits (PTX cvt.rs; the "fastest" rule of gfloat).</summary>
    Stochastic,
}
