using System.Collections.Immutable;
using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>Lines and points over two axes: speed-up curves, rooflines, model against measurement.</summary>
public static class LinePlot
{
    private const float MarkerSize = 8;
    private const float LabelSize = 12.5f;

    /// <summary>Draws the series in their order; each has its own colour and shape.</summary>
    /// <exception cref="ArgumentException">There is no series, or none has a point that the axes can show.</exception>
    public static Picture Draw(string title, PlotAxis x, PlotAxis y, ImmutableArray<PlotSeries> series)
    {
        AxisScale across = AxisScale.Fit(x, series.SelectMany(s => s.Points.Select(p => p.X)));
        AxisScale up = AxisScale.Fit(y, series.SelectMany(s => s.Points.Select(p => p.Y)));
        if (!series.Any(s => s.Points.Any(p => across.CanShow(p.X) && up.CanShow(p.Y))))
            throw new ArgumentException($"{title}: there is no point to draw; every value is unknown or cannot lie on a logarithmic axis");
        using var figure = new Figure(title, across, up);
        for (int i = 0; i < series.Length; i++) Add(figure, series[i], i);
        // A single line needs no legend when the title says what it is.
        if (series.Length > 1 || title.Length == 0)
            for (int i = 0; i < series.Length; i++) figure.AddLegend(Legend(series[i], i));
        AddLabels(figure, series);
        return figure.Draw();
    }

    private static void Add(Figure figure, PlotSeries series, int index)
    {
        foreach (Coordinates[] run in Runs(figure, series))
        {
            var scatter = figure.Plot.Add.Scatter(run, Colour(series, index));
            scatter.LineWidth = Width(series, index);
            scatter.MarkerStyle = Marker(series, index);
        }
    }

    // An unknown value breaks the line: a line across the gap would claim what nobody computed.
    private static IEnumerable<Coordinates[]> Runs(Figure figure, PlotSeries series)
    {
        var run = new List<Coordinates>();
        foreach ((double x, double y, _) in series.Points)
        {
            if (figure.X.CanShow(x) && figure.Y.CanShow(y)) run.Add(figure.At(x, y));
            else if (run.Count > 0)
            {
                yield return [.. run];
                run.Clear();
            }
        }
        if (run.Count > 0) yield return [.. run];
    }

    private static MarkerStyle Marker(PlotSeries series, int index)
    {
        if (!series.Markers) return MarkerStyle.None;
        MarkerShape shape = Palette.Shape(index);
        return new MarkerStyle(shape, MarkerSize, Colour(series, index)) { LineWidth = Palette.IsOpen(shape) ? 1.8f : 0, LineColor = Colour(series, index) };
    }

    private static Color Colour(PlotSeries series, int index) => series.Reference ? Palette.Ink : Palette.Color(index);

    private static float Width(PlotSeries series, int index) => !series.Line ? 0 : series.Markers || series.Reference ? 2 : Palette.LineWidth(index);

    private static LegendItem Legend(PlotSeries series, int index) => new()
    {
        LabelText = PlotText.Short(series.Name),
        LineWidth = Width(series, index),
        LineColor = Colour(series, index),
        MarkerStyle = Marker(series, index),
    };

    private static void AddLabels(Figure figure, ImmutableArray<PlotSeries> series)
    {
        var named = series.SelectMany(s => s.Points).Where(p => p.Label is { Length: > 0 } && figure.X.CanShow(p.X) && figure.Y.CanShow(p.Y));
        if (!named.Any()) return;
        var labels = new PointLabels(figure, LabelSize, [.. series.SelectMany(s => Runs(figure, s)).Select(r => (IReadOnlyList<Coordinates>)r)]);
        foreach ((double x, double y, string? label) in named) labels.Add(PlotText.Short(label!), figure.At(x, y));
    }
}
