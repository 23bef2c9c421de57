namespace AccelSim.Explore.Identities;

/// <summary>How far a figure is on the right side of its bound, as a share of the bound (of 1 where that is less); negative on the wrong side.</summary>
internal static class Slack
{
    public static double AtLeast(double figure, double bound) => (figure - bound) / Math.Max(1, Math.Abs(bound));

    public static double AtMost(double figure, double bound) => (bound - figure) / Math.Max(1, Math.Abs(bound));

    /// <summary>0 where both are the same number, else their distance below 0.</summary>
    public static double Equal(double figure, double known) => figure == known ? 0 : -Distance(figure, known);

    /// <summary>0 where both agree but for the rounding of a few operations, else their distance below 0.</summary>
    public static double Near(double figure, double known, double relative = 1e-12) =>
        Math.Abs(figure - known) <= relative * Math.Max(1, Math.Abs(known)) ? 0 : -Distance(figure, known);

    /// <summary>0 where both print alike to so many significant digits, as a rounded known value asks for.</summary>
    public static double Printed(double figure, double known, int digits)
    {
        double unit = known == 0 ? 1 : Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(known))) + 1 - digits);
        return Math.Abs(figure - known) <= 0.5 * unit * (1 + 1e-9) ? 0 : -Distance(figure, known);
    }

    public static double Min(params ReadOnlySpan<double> slacks)
    {
        double least = double.PositiveInfinity;
        foreach (double slack in slacks) least = double.IsNaN(slack) ? -1 : Math.Min(least, slack);
        return least;
    }

    private static double Distance(double figure, double known) =>
        double.IsFinite(figure) ? Math.Max(double.Epsilon, Math.Abs(figure - known) / Math.Max(1, Math.Abs(known))) : 1;
}
