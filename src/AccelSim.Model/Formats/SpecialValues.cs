namespace AccelSim.Model.Formats;

/// <summary>Which codes of a scalar format are not finite numbers.</summary>
public enum SpecialValues
{
    /// <summary>Every code is finite (integers; FP4 and FP6 of OCP MX 1.0).</summary>
    None,

    /// <summary>The top exponent holds infinity (fraction 0) and NaN (any other fraction), as in IEEE 754 and FP8 E5M2.</summary>
    Ieee,

    /// <summary>Only the all-ones code (with either sign) is NaN; there is no infinity (FP8 E4M3 "fn" of OCP OFP8, UE4M3, E8M0).</summary>
    NanAllOnes,

    /// <summary>The code of -0 is the only NaN; there is neither -0 nor infinity (the "fnuz" types of AMD and Graphcore).</summary>
    NanNegativeZero,
}
