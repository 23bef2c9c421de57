namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>Sine and cosine from IEEE operations only, each rounded alike on every machine; libraries differ in the last bit. Within 3e-16, absolute, up to 10^6.</summary>
internal static class ExactSine
{
    private const double TwoOverPi = 0.63661977236758134308;

    /// <summary>pi / 2 in three parts of 33 bits (fdlibm's): n times each is exact for n below 2^20.</summary>
    private const double First = 1.57079632673412561417, Second = 6.07710050630396597660e-11, Third = 2.02226624879595063154e-21;

    /// <summary>Sine and cosine of an angle in radians, magnitude at most 10^6.</summary>
    public static (double Sin, double Cos) Of(double x)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(x), 1e6, nameof(x));
        double n = Math.Round(x * TwoOverPi, MidpointRounding.ToEven);
        double r = Math.FusedMultiplyAdd(n, -Third, Math.FusedMultiplyAdd(n, -Second, Math.FusedMultiplyAdd(n, -First, x)));
        double square = r * r, sin = 1, cos = 1;
        // Taylor by Horner's rule; |r| is at most pi / 4, so that the terms beyond leave 1e-18.
        for (int i = 16; i >= 2; i -= 2)
        {
            sin = Math.FusedMultiplyAdd(sin, -square / (i * (i + 1)), 1);
            cos = Math.FusedMultiplyAdd(cos, -square / (i * (i - 1)), 1);
        }
        sin *= r;
        return ((long)n & 3) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }
}
