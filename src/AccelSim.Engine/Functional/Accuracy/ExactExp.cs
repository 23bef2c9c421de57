namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>The exponential from IEEE operations only, each rounded alike on every machine; libraries differ in the last bit. Within 4e-16 of the value, relative.</summary>
internal static class ExactExp
{
    private const double Log2E = 1.4426950408889634;

    /// <summary>ln 2 in two parts; the low 32 bits of the first are zero (fdlibm), so that n times it is exact.</summary>
    private const double Ln2High = 0.69314718036912381649, Ln2Low = 1.90821492927058770002e-10;

    /// <summary>|r| is at most 0.347: the terms beyond leave 5e-18.</summary>
    private const int LastTerm = 13;

    /// <summary>e^x; 0 below the normal numbers, infinity above the finite ones, NaN for NaN.</summary>
    public static double Of(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (x < -708.3964185322641)
            return 0;
        if (x > 709.782712893384)
            return double.PositiveInfinity;
        double n = Math.Round(x * Log2E, MidpointRounding.ToEven);
        double r = Math.FusedMultiplyAdd(n, -Ln2Low, Math.FusedMultiplyAdd(n, -Ln2High, x));
        double sum = 1;
        for (int i = LastTerm; i >= 1; i--)
            sum = Math.FusedMultiplyAdd(sum, r / i, 1);
        return Math.ScaleB(sum, (int)n);
    }
}
