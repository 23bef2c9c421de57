namespace AccelSim.Engine.Functional.Execution;

/// <summary>
/// The exponential of the vector unit: fp32 operations only, each IEEE 754 to nearest even, so that every machine and library gives the same bits.
/// x = n ln2 + r with n = rint(x * log2 e) and |r| at most 0.347; e^r is its Taylor polynomial of degree 7 by Horner's rule (truncation below
/// 5.2e-9), then 2^n is put into the exponent. Within 2 units in the last place of e^x for every fp32 argument.
/// </summary>
public static class VectorExp
{
    private const float Log2E = 1.44269504f;

    /// <summary>ln 2 with its low 13 bits zero, so that n times it is exact.</summary>
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>ln 2^-126: results below are +0, as subnormals are not made.</summary>
    private const float Lowest = -87.3365448f;

    /// <summary>ln of the largest finite number.</summary>
    private const float Highest = 88.7228394f;

    /// <summary>e^x; +0 where that is below 2^-126, infinity above the largest finite number, NaN for NaN.</summary>
    public static float Of(float x)
    {
        if (float.IsNaN(x))
            return x;
        if (x < Lowest)
            return 0;
        if (x > Highest)
            return float.PositiveInfinity;
        float n = MathF.Round(x * Log2E, MidpointRounding.ToEven);
        float r = MathF.FusedMultiplyAdd(n, -Ln2High, x);
        r = MathF.FusedMultiplyAdd(n, -Ln2Low, r);
        float p = 1f / 5040;
        p = MathF.FusedMultiplyAdd(p, r, 1f / 720);
        p = MathF.FusedMultiplyAdd(p, r, 1f / 120);
        p = MathF.FusedMultiplyAdd(p, r, 1f / 24);
        p = MathF.FusedMultiplyAdd(p, r, 1f / 6);
        p = MathF.FusedMultiplyAdd(p, r, 0.5f);
        p = MathF.FusedMultiplyAdd(p, r, 1);
        p = MathF.FusedMultiplyAdd(p, r, 1);
        return MathF.ScaleB(p, (int)n);
    }
}
