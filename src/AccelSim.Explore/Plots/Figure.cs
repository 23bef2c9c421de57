using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace AccelSim.Explore.Plots;

/// <summary>A ScottPlot plot in the house style: white ground, two axes, grey grid, legend outside the data on the right.</summary>
internal sealed class Figure : IDisposable
{
    /// <summary>Size of text in units of length; at a text width of 500 pt the 760 units shrink it by a third, to 10 pt and more.</summary>
    public const float TextSize = 15;

    private readonly int width, height;
    private int fullWidth;
    private bool arranged;

    private readonly List<LegendItem> legend = [];

    public Figure(string title, AxisScale x, AxisScale y, int height = 500, int width = 760)
    {
        EmbeddedFont.Install();
        (X, Y, this.height, this.width, fullWidth) = (x, y, height, width, width);
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
        Dress(Plot.Legend);
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
            Paint(surface.Canvas);
            arranged = true;
        }
        return Plot.LastRender.DataRect;
    }

    /// <summary>Paints the figure with its upper left corner at the canvas's origin.</summary>
    public void Paint(SKCanvas canvas) => Plot.Render(canvas, fullWidth, height);

    /// <summary>Draws both forms.</summary>
    public Picture Draw()
    {
        Arrange();
        return Canvas.Draw(fullWidth, height, Paint, canvas =>
        {
            // An SVG canvas cannot be cleared: the ground is drawn as a rectangle all the same.
            Plot.RenderManager.ClearCanvasBeforeEachRender = false;
            Paint(canvas);
        });
    }

    public void Dispose() => Plot.Dispose();

    /// <summary>Gives a legend the house style.</summary>
    public static void Dress(Legend legend)
    {
        legend.FontSize = TextSize - 1.5f;
        legend.DisplayPlottableLegendItems = false;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        legend.Padding = new PixelPadding(0);
        legend.Margin = new PixelPadding(0);
    }

    // The legend widens the figure, so that the data keep their room.
    private void AddLegendPanel()
    {
        if (legend.Count == 0) return;
        Plot.Legend.ManualItems.AddRange(legend);
        var panel = Plot.ShowLegend(Edge.Right);
        panel.Alignment = Alignment.UpperLeft;
        panel.Padding = new PixelPadding(4, 12, 0, 0);
        using Image image = Plot.Legend.GetImage();
        fullWidth = width + image.Width;
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
