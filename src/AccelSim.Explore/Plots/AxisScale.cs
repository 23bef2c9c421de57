using System.Collections.Immutable;

namespace AccelSim.Explore.Plots;

/// <summary>A fitted axis: what it shows, from where to where, linear or logarithmic, with its ticks.</summary>
/// <param name="Label">Text beside the axis, unit included.</param>
/// <param name="IsLog">True when equal distances are equal ratios.</param>
/// <param name="Low">Left or lower end, in data units.</param>
/// <param name="High">Right or upper end.</param>
/// <param name="Ticks">Majors with labels and minors without.</param>
internal sealed record AxisScale(string Label, bool IsLog, double Low, double High, ImmutableArray<AxisTick> Ticks)
{
    /// <summary>From this ratio of largest to smallest value on, a linear axis would press the small ones to the edge.</summary>
    private const double LogFactor = 30;

    private const int MostTicks = 7, MostTicksCompact = 5;

    /// <summary>Share of the span left free at each end: room for a label above the highest point, which takes more of a small panel.</summary>
    private const double Pad = 0.075, LowPadCompact = 0.06, HighPadCompact = 0.16;

    /// <summary>Where a value is drawn: the coordinate that ScottPlot sees.</summary>
    public double Place(double value) => IsLog ? Math.Log10(value) : value;

    /// <summary>True for a value that this axis can show.</summary>
    public bool CanShow(double value) => double.IsFinite(value) && (!IsLog || value > 0);

    /// <summary>Fits an axis to values; those that are not finite count for nothing.</summary>
    /// <param name="axis">Title, unit and the wish for a logarithm.</param>
    /// <param name="values">Every value that the axis has to show.</param>
    /// <param name="compact">For small panels: fewer ticks, and powers of a thousand at the ticks instead of the title.</param>
    public static AxisScale Fit(PlotAxis axis, IEnumerable<double> values, bool compact = false)
    {
        double[] shown = [.. values.Where(v => double.IsFinite(v) && (axis.Log != true || v > 0))];
        double low = shown.Length > 0 ? shown.Min() : 1, high = shown.Length > 0 ? shown.Max() : 10;
        bool log = axis.Log ?? (low > 0 && high / low > LogFactor);
        return log ? Logarithmic(axis, low, high, compact) : Linear(axis, low, high, compact);
    }

    private static AxisScale Logarithmic(PlotAxis axis, double low, double high, bool compact)
    {
        double ratio = high / low;
        low /= Math.Pow(ratio, compact ? LowPadCompact : Pad) * 1.04;
        high *= Math.Pow(ratio, compact ? HighPadCompact : Pad) * 1.04;
        return new AxisScale(axis.Text(0), true, low, high, [.. AxisTicks.Log(low, high, compact ? 1.2 : 2.5)]);
    }

    private static AxisScale Linear(PlotAxis axis, double low, double high, bool compact)
    {
        // A linear axis of amounts starts at zero unless that would waste a third of it.
        bool fromZero = axis.FromZero ?? (low >= 0 && low < 0.35 * high);
        if (fromZero) (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        double span = high > low ? high - low : Math.Max(Math.Abs(high), 1) * 0.2;
        double alone = high > low ? 0 : span / 2;
        double left = fromZero && low >= 0 ? 0 : low - (compact ? LowPadCompact : Pad) * span - alone;
        double right = fromZero && high <= 0 ? 0 : high + (compact ? HighPadCompact : Pad) * span + alone;
        double largest = Math.Max(Math.Abs(low), Math.Abs(high));
        int thousands = largest > 0 ? 3 * (int)Math.Floor(Math.Log10(largest) / 3) : 0;
        if (compact)
        {
            int shown = largest is >= 1e5 or < 1e-2 ? thousands : 0;
            return new AxisScale(axis.Text(0), false, left, right,
                [.. AxisTicks.Linear(left, right, MostTicksCompact, shown).Select(t => t with { Label = AxisTicks.WithPower(t.Label, shown) })]);
        }
        int exponent = largest is >= 1e5 or < 1e-2 ? thousands : 0;
        return new AxisScale(axis.Text(exponent), false, left, right, [.. AxisTicks.Linear(left, right, MostTicks, exponent)]);
    }
}
