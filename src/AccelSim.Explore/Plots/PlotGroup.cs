using System.Collections.Immutable;
using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>Rows that share a colour and a shape.</summary>
/// <param name="Name">Text in the legend.</param>
/// <param name="Rows">Row indices, ascending.</param>
/// <param name="Color">Colour of the group.</param>
/// <param name="Shape">Marker shape of the group.</param>
internal sealed record PlotGroup(string Name, ImmutableArray<int> Rows, Color Color, MarkerShape Shape)
{
    public MarkerStyle Marker(float size, double opacity, bool outlined)
    {
        Color color = Color.WithAlpha(opacity);
        var style = new MarkerStyle(Shape, size, color) { LineWidth = Palette.IsOpen(Shape) ? 1.8f : 0, LineColor = color };
        if (!outlined) return style;
        // A shape of lines has no outline to bear; it stands out by heavier lines.
        if (Palette.IsOpen(Shape))
        {
            style.LineWidth = 3.2f;
            return style;
        }
        (style.OutlineWidth, style.OutlineColor) = (1.2f, Palette.Ink);
        return style;
    }

    public LegendItem Legend(float size) => new() { LabelText = Name, MarkerStyle = Marker(size, 1, outlined: false) };
}
