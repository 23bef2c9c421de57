using System.Collections.Immutable;

namespace AccelSim.Explore.Plots;

/// <summary>One line of a plot.</summary>
/// <param name="Name">Text in the legend.</param>
/// <param name="Points">Abscissa, ordinate, and a short text beside the point or null; points that are not finite break the line.</param>
/// <param name="Markers">Whether the points are marked; a roofline is not.</param>
/// <param name="Line">Whether the points are joined; measured points against a curve are not.</param>
/// <param name="Reference">What the others are held against, in the same ink in every picture.</param>
public sealed record PlotSeries(string Name, ImmutableArray<(double X, double Y, string? Label)> Points, bool Markers = true, bool Line = true, bool Reference = false)
{
    /// <summary>A series without labels at its points.</summary>
    public static PlotSeries Of(string name, IEnumerable<(double X, double Y)> points, bool markers = true, bool line = true, bool reference = false) =>
        new(name, [.. points.Select(p => (p.X, p.Y, (string?)null))], markers, line, reference);
}
