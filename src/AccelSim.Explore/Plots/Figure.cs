using System.Text;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace AccelSim.Explore.Plots;

/// <summary>A ScottPlot plot in the house style: white ground, two axes, grey grid, legend outside the data on the right.</summary>
internal sealed class Figure : IDisposable
{
    /// <summary>Size of text in units of length; at a text width of 500 pt the 760 units shrink it by a third, to 10 pt and more.</summary>
    public const float TextSize = 15;

    private const int Width = 760;
    private readonly int height;
    private int fullWidth = Width;
    private bool arranged;

    /// <summary>Pixels per unit of length in the PNG.</summary>
    private const int PngScale = 2;

    private readonly List<LegendItem> legend = [];

    public Figure(string title, AxisScale x, AxisScale y, int height = 500)
    {
        EmbeddedFont.Install();
        (X, Y, this.height) = (x, y, height);
        Plot = new Plot();
        Plot.FigureBackground.Color = Plot.DataBackground.Color = Colors.White;
        Dress(Plot.Axes.Bottom, x);
        Dress(Plot.Axes.Left, y);
        Plot.Axes.SetLimits(x.Place(x.Low), x.Place(x.High), y.Place(y.Low), y.Place(y.High));
        Plot.Axes.Right.FrameLineStyle.Width = Plot.Axes.Top.FrameLineStyle.Width = 0;
        Plot.Axes.Right.MinimumSize = 18;
        Plot.Grid.MajorLineColor = Palette.Grid;
        if (title.Length > 0) Plot.Title(title, TextSize + 1);
        Plot.Axes.Title.Label.ForeColor = Palette.Ink;
        Plot.Legend.FontSize = TextSize - 1.5f;
        Plot.Legend.DisplayPlottableLegendItems = false;
        Plot.Legend.OutlineWidth = 0;
        Plot.Legend.ShadowColor = Colors.Transparent;
        Plot.Legend.Padding = new PixelPadding(0);
        Plot.Legend.Margin = new PixelPadding(0);
    }

    public Plot Plot { get; }

    public AxisScale X { get; }

    public AxisScale Y { get; }

    /// <summary>Where a point of data lies in the plot's coordinates.</summary>
    public Coordinates At(double x, double y) => new(X.Place(x), Y.Place(y));

    public void AddLegend(LegendItem item)
    {
        item.LabelStyle.ForeColor = Palette.Ink;
        legend.Add(item);
    }

    /// <summary>Fixes the layout, so that places on the picture can be asked for; adding data later does not change it.</summary>
    public PixelRect Arrange()
    {
        if (!arranged)
        {
            AddLegendPanel();
            // A null surface lays out and measures without painting.
            using SKSurface surface = SKSurface.CreateNull(fullWidth, height);
            Plot.Render(surface.Canvas, fullWidth, height);
            arranged = true;
        }
        return Plot.LastRender.DataRect;
    }

    /// <summary>Draws both forms.</summary>
    public Picture Draw()
    {
        Arrange();
        return new Picture(Png(), Svg());
    }

    public void Dispose() => Plot.Dispose();

    // The legend widens the figure, so that the data keep their room.
    private void AddLegendPanel()
    {
        if (legend.Count == 0) return;
        Plot.Legend.ManualItems.AddRange(legend);
        var panel = Plot.ShowLegend(Edge.Right);
        panel.Alignment = Alignment.UpperLeft;
        panel.Padding = new PixelPadding(4, 12, 0, 0);
        using Image image = Plot.Legend.GetImage();
        fullWidth = Width + image.Width;
    }

    private byte[] Png()
    {
        var size = new SKImageInfo(fullWidth * PngScale, height * PngScale, SKColorType.Rgba8888, SKAlphaType.Premul);
        using SKSurface surface = SKSurface.Create(size) ?? throw new InvalidOperationException("Skia cannot make a surface.");
        surface.Canvas.Scale(PngScale);
        Plot.Render(surface.Canvas, fullWidth, height);
        using SKPixmap pixels = surface.PeekPixels() ?? throw new InvalidOperationException("Skia cannot read its surface.");
        // Flat colours compress best with the filter None: smaller than with all of them, in a third of the time.
        using SKData data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.None, zLibLevel: 4))
            ?? throw new InvalidOperationException("Skia cannot encode a PNG.");
        return data.ToArray();
    }

    private string Svg()
    {
        using var stream = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(SKRect.Create(fullWidth, height), stream))
        {
            // An SVG canvas cannot be cleared: the ground is drawn as a rectangle all the same.
            Plot.RenderManager.ClearCanvasBeforeEachRender = false;
            Plot.Render(canvas, fullWidth, height);
        }
        return SvgText.Tidy(Encoding.UTF8.GetString(stream.ToArray()));
    }

    private static void Dress(IAxis axis, AxisScale scale)
    {
        axis.Label.Text = scale.Label;
        axis.Label.Bold = false;
        if (axis is ScottPlot.AxisPanels.AxisBase panel) panel.PaddingOutsideAxisLabels = new PixelPadding(10, 10, 8, 8);
        axis.Label.FontSize = TextSize;
        axis.Label.ForeColor = axis.TickLabelStyle.ForeColor = Palette.Ink;
        axis.TickLabelStyle.FontSize = TextSize - 2;
        axis.MajorTickStyle.Color = axis.MinorTickStyle.Color = axis.FrameLineStyle.Color = Palette.Ink;
        axis.TickGenerator = new NumericManual(
            [.. scale.Ticks.Select(t => t.Label is { } label ? Tick.Major(scale.Place(t.Value), label) : Tick.Minor(scale.Place(t.Value)))]);
    }
}
