using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>Short texts beside points of a figure, clear of the data and of each other.</summary>
internal sealed class PointLabels
{
    private readonly Figure figure;
    private readonly float size;
    private readonly LabelPlacer placer;

    /// <summary>Fixes the figure's layout; the legend must be complete.</summary>
    /// <param name="figure">Where to draw.</param>
    /// <param name="size">Text size in units of length.</param>
    /// <param name="data">What the labels should not cover: lines, or single points.</param>
    public PointLabels(Figure figure, float size, IReadOnlyList<IReadOnlyList<Coordinates>> data)
    {
        (this.figure, this.size) = (figure, size);
        PixelRect area = figure.Arrange();
        placer = new LabelPlacer(area, [.. data.SelectMany(Along).Distinct()]);
    }

    /// <summary>Adds a label, or nothing where there is no room.</summary>
    public void Add(string text, Coordinates at)
    {
        var label = figure.Plot.Add.Text(text, at);
        label.LabelFontSize = size;
        label.LabelFontColor = Palette.Ink;
        label.LabelBackgroundColor = Colors.White.WithAlpha(0.8);
        label.LabelPadding = 2;
        using Paint paint = Paint.NewDisposablePaint();
        PixelSize extent = label.LabelStyle.Measure(paint).Size;
        Pixel point = figure.Plot.GetPixel(at);
        if (placer.Place(point, new PixelSize(extent.Width + 4, extent.Height + 4)) is not { } place)
        {
            figure.Plot.Remove(label);
            return;
        }
        label.LabelAlignment = Alignment.MiddleCenter;
        label.Location = figure.Plot.GetCoordinates(new Pixel(place.HorizontalCenter, place.VerticalCenter));
        AddLeader(point, place);
    }

    // A label that had to move away is tied to its point.
    private void AddLeader(Pixel point, PixelRect place)
    {
        Pixel near = LabelPlacer.Nearest(point, place);
        if (point.DistanceFrom(near) < 16) return;
        var line = figure.Plot.Add.Line(figure.Plot.GetCoordinates(point), figure.Plot.GetCoordinates(near));
        (line.LineColor, line.LineWidth) = (Palette.Muted, 0.8f);
        figure.Plot.MoveToBottom(line);
    }

    private IEnumerable<Pixel> Along(IReadOnlyList<Coordinates> line)
    {
        const float Step = 8;
        if (line.Count > 0) yield return figure.Plot.GetPixel(line[0]);
        for (int i = 1; i < line.Count; i++)
        {
            Pixel a = figure.Plot.GetPixel(line[i - 1]), b = figure.Plot.GetPixel(line[i]);
            int parts = Math.Max(1, (int)(a.DistanceFrom(b) / Step));
            for (int p = 1; p <= parts; p++) yield return new Pixel(a.X + (b.X - a.X) * p / parts, a.Y + (b.Y - a.Y) * p / parts);
        }
    }
}
