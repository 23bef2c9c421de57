using System.Collections.Immutable;
using System.Globalization;
using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>
/// Horizontal bars, one row per category, so that long names (formats, operations) stay readable: parts stacked on one
/// another, as for cycles by cause, or side by side.
/// </summary>
public static class BarPlot
{
    /// <summary>Share of a row that its bars fill.</summary>
    private const double Fill = 0.76;

    /// <summary>Draws the categories from top to bottom.</summary>
    /// <param name="title">Text above, empty for none.</param>
    /// <param name="value">The axis of values; it always starts at zero, for a bar's length is its value.</param>
    /// <param name="categories">Names of the rows.</param>
    /// <param name="parts">One series per colour, each with a value for every category.</param>
    /// <param name="stacked">Parts add up (true) or stand side by side (false).</param>
    /// <exception cref="ArgumentException">A part has another number of values than there are categories, or stacked values are negative.</exception>
    public static Picture Draw(string title, PlotAxis value, ImmutableArray<string> categories, ImmutableArray<BarStack> parts, bool stacked = true)
    {
        Check(categories, parts, stacked);
        ImmutableArray<BarStack> drawn = [.. parts.Where(p => p.Values.Any(v => double.IsFinite(v) && v != 0))];
        double[] reach = [.. categories.Select((_, c) => stacked ? drawn.Sum(p => Finite(p.Values[c])) : drawn.Max(p => Finite(p.Values[c])))];
        AxisScale across = AxisScale.Fit(value with { Log = false, FromZero = true }, reach);
        using var figure = new Figure(title, across, Rows(categories), Math.Clamp(110 + 34 * categories.Length, 220, 1400));
        figure.Plot.Grid.YAxisStyle.IsVisible = false;
        figure.Plot.Axes.Left.MajorTickStyle.Length = 0;
        for (int i = 0; i < drawn.Length; i++) Add(figure, drawn, i, categories.Length, stacked);
        if (drawn.Length > 1)
            for (int i = 0; i < drawn.Length; i++) figure.AddLegend(new LegendItem { LabelText = PlotText.Short(drawn[i].Name), FillColor = Palette.Color(i) });
        return figure.Draw();
    }

    private static void Check(ImmutableArray<string> categories, ImmutableArray<BarStack> parts, bool stacked)
    {
        foreach (BarStack part in parts)
        {
            if (part.Values.Length != categories.Length)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{part.Name}: {part.Values.Length} values for {categories.Length} bars"));
            if (stacked && part.Values.Any(v => v < 0)) throw new ArgumentException($"{part.Name}: a negative value cannot be stacked");
        }
        if (!parts.Any(p => p.Values.Any(v => double.IsFinite(v) && v != 0))) throw new ArgumentException("there is no bar to draw; every value is unknown or zero");
    }

    private static void Add(Figure figure, ImmutableArray<BarStack> parts, int index, int categories, bool stacked)
    {
        var bars = new List<Bar>();
        for (int c = 0; c < categories; c++)
        {
            double value = Finite(parts[index].Values[c]);
            if (value == 0) continue;
            double start = stacked ? parts.Take(index).Sum(p => Finite(p.Values[c])) : 0;
            double thickness = stacked ? Fill : Fill / parts.Length;
            double offset = stacked ? 0 : Fill / 2 - (index + 0.5) * thickness;
            bars.Add(new Bar
            {
                // Row 0 is the top one.
                Position = categories - 1 - c + offset,
                ValueBase = start,
                Value = start + value,
                Size = thickness,
                FillColor = Palette.Color(index),
                LineColor = Colors.White,
                LineWidth = 0.8f,
                Orientation = Orientation.Horizontal,
            });
        }
        if (bars.Count > 0) figure.Plot.Add.Bars(bars).Horizontal = true;
    }

    private static AxisScale Rows(ImmutableArray<string> categories) => new("", false, -0.6, categories.Length - 0.4,
        [.. categories.Select((name, c) => new AxisTick(categories.Length - 1 - c, PlotText.Short(name)))]);

    private static double Finite(double value) => double.IsFinite(value) ? value : 0;
}
