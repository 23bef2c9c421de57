using ScottPlot;
using SkiaSharp;

namespace AccelSim.Explore.Plots;

/// <summary>A legend that stands by itself on a picture.</summary>
internal sealed class LegendBox : IDisposable
{
    private readonly Plot plot = new();

    public LegendBox(IEnumerable<LegendItem> items)
    {
        EmbeddedFont.Install();
        // The ground is painted already, and clearing would wipe the panels off.
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        plot.FigureBackground.Color = plot.DataBackground.Color = Colors.White;
        plot.HideGrid();
        plot.Layout.Frameless();
        Figure.Dress(plot.Legend);
        foreach (LegendItem item in items)
        {
            item.LabelStyle.ForeColor = Palette.Ink;
            plot.Legend.ManualItems.Add(item);
        }
        using Image image = plot.Legend.GetImage();
        Size = new PixelSize(image.Width, image.Height);
        plot.ShowLegend(Alignment.UpperLeft);
    }

    /// <summary>Room that the legend needs.</summary>
    public PixelSize Size { get; }

    /// <summary>Paints the legend with its upper left corner at the canvas's origin.</summary>
    public void Paint(SKCanvas canvas) => plot.Render(canvas, (int)Size.Width + 1, (int)Size.Height + 1);

    public void Dispose() => plot.Dispose();
}
