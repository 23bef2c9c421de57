using AccelSim.Model.Formats;

namespace AccelSim.Tests.Model.Formats;

/// <summary>
/// Rounds by looking a value up in the sorted table of a format's values; shares nothing with the product but the rules' definitions.
/// Exact for doubles because a midpoint of two neighbours has few bits.
/// </summary>
internal sealed class RoundingOracle
{
    private readonly double[] grid;
    private readonly bool[] isEven;
    private readonly double nextAbove;
    private readonly ScalarFormat format;

    public RoundingOracle(ScalarFormat format)
    {
        this.format = format;
        var codes = ScalarOracle.Codes(format)
            .Select(c => (Code: c, Value: ScalarOracle.Value(format, c)))
            .Where(p => p.Value is { } v && double.IsFinite(v) && v >= 0 && !double.IsNegative(v))
            .OrderBy(p => p.Value).ToArray();
        grid = [.. codes.Select(p => p.Value!.Value)];
        // Codes of equal sign count upward with the magnitude, so the last bit of the code is that of the significand;
        // with one significand bit every value but zero has the significand 1, which is odd.
        isEven = [.. codes.Select(p => format.SignificandBits == 1 && format.Kind != ScalarKind.Integer ? p.Value == 0 : (p.Code & 1) == 0)];
        nextAbove = grid[^1] + (grid.Length > 1 ? Math.ScaleB(1, format.MaxExponent - format.SignificandBits + 1) : 1);
    }

    public IReadOnlyList<double> Grid => grid;

    /// <summary>The rounded value; infinity where the format has it or NaN where it has only that, if the rule is not to saturate.</summary>
    public double Round(double x, Rounding rounding, OverflowRule overflow)
    {
        double sign = double.IsNegative(x) ? -1 : 1;
        double a = Math.Abs(x);
        if (!format.Signed && sign < 0)
            return a == 0 ? grid[0] : overflow == OverflowRule.Infinity && format.HasNan ? double.NaN : grid[0];
        if (a <= grid[0])
            return sign * grid[0];
        int at = Array.BinarySearch(grid, a);
        if (at >= 0)
            return sign * a;
        int above = ~at;
        double low = grid[above - 1];
        bool beyond = above == grid.Length;
        double high = beyond ? nextAbove : grid[above];
        if (a >= high)
            return Overflow(sign, overflow);
        double middle = (low + high) / 2;
        bool up = rounding switch
        {
            Rounding.NearestEven => a > middle || (a == middle && !isEven[above - 1]),
            Rounding.NearestAway => a >= middle,
            Rounding.AwayFromZero => true,
            _ => false,
        };
        return !up ? sign * low : beyond ? Overflow(sign, overflow) : sign * high;
    }

    private double Overflow(double sign, OverflowRule rule) =>
        rule == OverflowRule.Saturate || !format.HasNan ? sign * grid[^1]
        : format.HasInfinity ? sign * double.PositiveInfinity
        : double.NaN;
}
