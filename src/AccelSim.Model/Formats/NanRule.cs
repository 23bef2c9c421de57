namespace AccelSim.Model.Formats;

/// <summary>What NaN becomes in a format without one (integers, FP4, FP6). Elsewhere NaN becomes the canonical NaN of the format.</summary>
public enum NanRule
{
    /// <summary>An <see cref="ArithmeticException"/>.</summary>
    Refuse,

    /// <summary>The largest positive value, as PTX conversions give (numerics.md section 2.2, from memory).</summary>
    Maximum,
}
