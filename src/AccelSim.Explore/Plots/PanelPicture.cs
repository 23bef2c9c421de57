using ScottPlot;
using SkiaSharp;

namespace AccelSim.Explore.Plots;

/// <summary>A grid of panels under one title, with one legend and one title for each axis at the outer edge.</summary>
/// <param name="title">Text above; empty for none.</param>
/// <param name="across">Title of all horizontal axes.</param>
/// <param name="up">Title of all vertical axes.</param>
internal sealed class PanelPicture(string title, string across, string up) : IDisposable
{
    private readonly List<Figure> panels = [];

    /// <summary>A panel of the grid's size.</summary>
    public static Figure Panel(string title, AxisScale x, AxisScale y)
    {
        var figure = new Figure(title, x, y, PanelGrid.PanelHeight, PanelGrid.PanelWidth);
        figure.Plot.Layout.Fixed(PanelGrid.Margins);
        figure.Plot.Axes.Title.Label.FontSize = Figure.TextSize;
        // The ground is painted already, and clearing would wipe the other panels off.
        figure.Plot.RenderManager.ClearCanvasBeforeEachRender = false;
        return figure;
    }

    /// <summary>Adds the next panel; the picture disposes of it.</summary>
    public void Add(Figure panel) => panels.Add(panel);

    /// <summary>Draws both forms.</summary>
    /// <param name="legend">What colours and shapes mean.</param>
    public Picture Draw(LegendBox legend)
    {
        var grid = new PanelGrid(panels.Count, legend.Size, title.Length > 0);
        return Canvas.Draw(grid.Width, grid.Height, canvas => PaintAll(canvas, grid, legend), canvas => PaintAll(canvas, grid, legend));
    }

    public void Dispose()
    {
        foreach (Figure panel in panels) panel.Dispose();
    }

    private void PaintAll(SKCanvas canvas, PanelGrid grid, LegendBox legend)
    {
        using (var ground = new SKPaint { Color = SKColors.White }) canvas.DrawRect(0, 0, grid.Width, grid.Height, ground);
        for (int i = 0; i < panels.Count; i++) At(canvas, grid.Panel(i), panels[i].Paint);
        At(canvas, grid.LegendCorner, legend.Paint);
        Text(canvas, title, grid.TitleMiddle, Figure.TextSize + 2, bold: true, 0);
        Text(canvas, across, grid.AcrossMiddle, Figure.TextSize, bold: false, 0);
        Text(canvas, up, grid.UpMiddle, Figure.TextSize, bold: false, -90);
    }

    private static void At(SKCanvas canvas, Pixel corner, Action<SKCanvas> paint)
    {
        canvas.Save();
        canvas.Translate(corner.X, corner.Y);
        paint(canvas);
        canvas.Restore();
    }

    private static void Text(SKCanvas canvas, string text, Pixel middle, float size, bool bold, float rotation)
    {
        if (text.Length == 0) return;
        using Paint paint = Paint.NewDisposablePaint();
        new LabelStyle { Text = text, FontSize = size, Bold = bold, ForeColor = Palette.Ink, Rotation = rotation, Alignment = Alignment.MiddleCenter }
            .Render(canvas, middle, paint);
    }
}
