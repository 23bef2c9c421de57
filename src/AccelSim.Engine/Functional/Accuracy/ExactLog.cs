namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>
/// The natural logarithm from IEEE operations only, each rounded alike on every machine; libraries differ in the last bit. Within 1e-15 of the value,
/// relative, or of 1e-16, absolute, near 1.
/// </summary>
internal static class ExactLog
{
    private const double Ln2 = 0.69314718055994530942;
    private const int LastTerm = 23;

    /// <param name="x">Positive and normal.</param>
    public static double Of(double x)
    {
        int exponent = Math.ILogB(x);
        double m = Math.ScaleB(x, -exponent);
        if (m > 1.4142135623730951)
        {
            m /= 2;
            exponent++;
        }
        // ln m = 2 atanh((m - 1) / (m + 1)), |argument| below 0.172: twelve terms leave 2e-20.
        double t = (m - 1) / (m + 1);
        double square = t * t;
        double sum = 0;
        for (int n = LastTerm; n >= 1; n -= 2)
            sum = sum * square + 1.0 / n;
        return exponent * Ln2 + 2 * t * sum;
    }
}
