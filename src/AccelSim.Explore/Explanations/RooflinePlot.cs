using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Explore.Plots;
using ScottPlot;
using Palette = AccelSim.Explore.Plots.Palette;

namespace AccelSim.Explore.Explanations;

/// <summary>
/// The operations of a step under the roofs of its machine (Williams, Waterman, Patterson 2009): one flat roof per operand pair, one slope per
/// level of memory. A filled marker stands at the intensity over DRAM and its area is the share of the time; the open one of the same colour
/// stands at the intensity over the shared buffer, to be read against that slope.
/// </summary>
public static class RooflinePlot
{
    private const float LargestMarker = 34, SmallestMarker = 7, LabelSize = 12.5f;

    /// <summary>Share of the time from which an operation has its name beside it; the legend names all.</summary>
    private const double NamedFrom = 0.04;

    /// <summary>Draws the operations that multiply; null where none does.</summary>
    public static Picture? Draw(string title, StepExplanation step)
    {
        ImmutableArray<OperationExplanation> shown = [.. step.Operations.Where(o => o.Roofline is { AchievedTops: > 0 }).OrderByDescending(o => o.Share)];
        if (shown.IsEmpty) return null;
        double dram = RooflinePosition.DramBandwidth(step.Machine) * 1e-12, shared = RooflinePosition.SharedBandwidth(step.Machine) * 1e-12;
        (string[] Pairs, double Tops)[] peaks = [.. shown.GroupBy(o => Math.Round(o.Roofline!.PeakTops, 6))
            .Select(g => (g.Select(o => o.Roofline!.Pair).Distinct().ToArray(), g.First().Roofline!.PeakTops)).OrderByDescending(p => p.PeakTops)];
        double highest = peaks[0].Tops;
        IEnumerable<double> intensities = shown.SelectMany(o => (double[])[o.Roofline!.DramIntensity, o.Roofline.SharedIntensity]).Where(double.IsFinite);
        double left = Math.Min(intensities.Min(), peaks[^1].Tops / shared / 4) / 2, right = Math.Max(intensities.Max(), highest / dram * 4) * 2;
        AxisScale x = AxisScale.Fit(new PlotAxis("Arithmetic intensity", "FLOP/byte", Log: true), [left, right]);
        AxisScale y = AxisScale.Fit(new PlotAxis("Throughput", "TOPS or TFLOP/s", Log: true), [shown.Min(o => o.Roofline!.AchievedTops) / 2, highest * 1.6]);
        using var figure = new Figure(title, x, y, height: 540, width: 820);
        var lines = new List<IReadOnlyList<Coordinates>>();
        AddSlope(figure, lines, dram, highest, 2.6f);
        AddSlope(figure, lines, shared, highest, 1.4f);
        foreach ((_, double tops) in peaks) AddLine(figure, lines, (tops / shared, tops), (x.High, tops), 2f, Palette.Ink);
        for (int i = 0; i < shown.Length; i++) AddPoints(figure, shown[i], i);
        double rest = step.Operations.Where(o => o.Roofline is null).Sum(o => o.Share);
        if (rest > 0) figure.AddLegend(new LegendItem { LabelText = string.Create(CultureInfo.InvariantCulture, $"without MACs, not shown: {100 * rest:F1} %") });
        AddLabels(figure, lines, shown, peaks, dram, shared);
        return figure.Draw();
    }

    private static void AddSlope(Figure figure, List<IReadOnlyList<Coordinates>> lines, double bandwidth, double highest, float width)
    {
        double from = Math.Max(figure.X.Low, figure.Y.Low / bandwidth);
        AddLine(figure, lines, (from, from * bandwidth), (highest / bandwidth, highest), width, Palette.Ink);
    }

    private static void AddLine(Figure figure, List<IReadOnlyList<Coordinates>> lines, (double X, double Y) a, (double X, double Y) b, float width, Color color)
    {
        if (a.X >= b.X && a.Y >= b.Y) return;
        var line = figure.Plot.Add.Line(figure.At(a.X, a.Y), figure.At(b.X, b.Y));
        (line.LineColor, line.LineWidth) = (color, width);
        lines.Add([figure.At(a.X, a.Y), figure.At(b.X, b.Y)]);
    }

    private static void AddPoints(Figure figure, OperationExplanation operation, int index)
    {
        RooflinePosition r = operation.Roofline!;
        Color color = Palette.Color(index);
        if (double.IsFinite(r.SharedIntensity) && double.IsFinite(r.DramIntensity))
        {
            var tie = figure.Plot.Add.Line(figure.At(r.SharedIntensity, r.AchievedTops), figure.At(r.DramIntensity, r.AchievedTops));
            (tie.LineColor, tie.LineWidth) = (color, 0.8f);
            var open = figure.Plot.Add.Marker(figure.At(r.SharedIntensity, r.AchievedTops), MarkerShape.OpenCircle, 8, color);
            open.MarkerStyle.LineWidth = 1.8f;
        }
        var marker = figure.Plot.Add.Marker(figure.At(r.DramIntensity, r.AchievedTops), MarkerShape.FilledCircle, Size(operation), color.WithAlpha(0.85));
        marker.MarkerStyle.OutlineColor = Colors.White;
        marker.MarkerStyle.OutlineWidth = 1;
        figure.AddLegend(new LegendItem
        {
            LabelText = string.Create(CultureInfo.InvariantCulture, $"{PlotText.Short(operation.Name)}: {100 * operation.Share:F1} %"),
            MarkerStyle = new MarkerStyle(MarkerShape.FilledCircle, 10, color),
        });
    }

    private static void AddLabels(
        Figure figure, List<IReadOnlyList<Coordinates>> lines, ImmutableArray<OperationExplanation> shown, (string[] Pairs, double Tops)[] peaks, double dram, double shared)
    {
        figure.AddLegend(new LegendItem { LabelText = "filled: over DRAM, area = time", MarkerStyle = new MarkerStyle(MarkerShape.FilledCircle, 10, Palette.Muted) });
        figure.AddLegend(new LegendItem { LabelText = "open: over the shared buffer", MarkerStyle = new MarkerStyle(MarkerShape.OpenCircle, 9, Palette.Muted) { LineWidth = 1.8f, LineColor = Palette.Muted } });
        foreach ((string[] pairs, double tops) in peaks.Where(p => !IsShort(p.Pairs)))
            foreach (string pair in pairs) figure.AddLegend(new LegendItem { LabelText = string.Create(CultureInfo.InvariantCulture, $"{tops:G4}: {PlotText.Short(pair)}"), LineWidth = 2, LineColor = Palette.Ink });
        figure.Arrange();
        foreach ((string[] pairs, double tops) in peaks)
            Caption(figure, string.Create(CultureInfo.InvariantCulture, $"{(IsShort(pairs) ? pairs[0] + ": " : "")}{tops:G4}"), figure.At(tops / shared, tops), 0, Alignment.MiddleRight, -4, 0);
        double highest = peaks[0].Tops;
        Slope(figure, "DRAM", dram, highest);
        Slope(figure, "shared buffer", shared, highest);
        var labels = new PointLabels(figure, LabelSize, [.. lines, .. shown.Select(o => Rim(figure, o))]);
        foreach (OperationExplanation o in shown.Where(o => o.Share >= NamedFrom)) labels.Add(PlotText.Short(o.Name), figure.At(o.Roofline!.DramIntensity, o.Roofline.AchievedTops));
    }

    // Names of operand pairs that find room beside their roof; others stand in the legend.
    private static bool IsShort(string[] pairs) => pairs.Length == 1 && pairs[0].Length <= 24;

    // Points around a marker, which a label should not cover either.
    private static IReadOnlyList<Coordinates> Rim(Figure figure, OperationExplanation operation)
    {
        Pixel middle = figure.Plot.GetPixel(figure.At(operation.Roofline!.DramIntensity, operation.Roofline.AchievedTops));
        float radius = Size(operation) / 2;
        return [.. Enumerable.Range(0, 9).Select(i => figure.Plot.GetCoordinates(
            new Pixel(middle.X + radius * MathF.Cos(i * MathF.PI / 4), middle.Y + radius * MathF.Sin(i * MathF.PI / 4))))];
    }

    // The area is the share: the diameter goes with its root.
    private static float Size(OperationExplanation operation) => Math.Max(SmallestMarker, LargestMarker * (float)Math.Sqrt(operation.Share));

    // The name of a slope lies along it, at its middle.
    private static void Slope(Figure figure, string name, double bandwidth, double highest)
    {
        double from = Math.Max(figure.X.Low, figure.Y.Low / bandwidth), to = highest / bandwidth, middle = Math.Pow(from, 0.62) * Math.Pow(to, 0.38);
        Pixel a = figure.Plot.GetPixel(figure.At(from, from * bandwidth)), b = figure.Plot.GetPixel(figure.At(to, highest));
        float angle = MathF.Atan2(b.Y - a.Y, b.X - a.X) * 180 / MathF.PI;
        Caption(figure, string.Create(CultureInfo.InvariantCulture, $"{name}: {bandwidth:G3} TB/s"), figure.At(middle, middle * bandwidth), angle, Alignment.LowerCenter, 0, 0);
    }

    private static void Caption(Figure figure, string text, Coordinates at, float angle, Alignment alignment, float dx, float dy)
    {
        var label = figure.Plot.Add.Text(text, at);
        (label.LabelFontSize, label.LabelFontColor, label.LabelRotation, label.LabelAlignment) = (LabelSize, Palette.Ink, angle, alignment);
        (label.OffsetX, label.OffsetY) = (dx, dy);
        label.LabelPadding = 3;
    }
}
