using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>
/// Puts short texts beside points so that they cover neither each other nor, as far as there is room, the data: of a fixed
/// list of places around the point, near ones first, the one that covers least.
/// </summary>
internal sealed class LabelPlacer(PixelRect area, IReadOnlyList<Pixel> data)
{
    private static readonly (float X, float Y)[] Directions =
        [(1, -1), (-1, -1), (1, 1), (-1, 1), (1, 0), (-1, 0), (0, -1), (0, 1), (1, -0.4f), (-1, -0.4f), (1, 0.4f), (-1, 0.4f)];

    private static readonly float[] Distances = [10, 18, 28, 40, 54, 70, 90];

    /// <summary>Half the size of a marker and a little air.</summary>
    private const float MarkerReach = 6;

    private readonly List<PixelRect> taken = [];

    /// <summary>The rectangle for a text of this size, or null when every place would cover another label.</summary>
    public PixelRect? Place(Pixel point, PixelSize size)
    {
        PixelRect? best = null;
        double least = double.PositiveInfinity;
        foreach (float distance in Distances)
        {
            foreach ((float dx, float dy) in Directions)
            {
                PixelRect place = Beside(point, size, dx, dy, distance);
                if (!Inside(place) || taken.Exists(t => Overlap(t, place))) continue;
                double cost = data.Count(p => place.Expand(MarkerReach).Contains(p)) * 12 + distance * 0.45 + (Crosses(point, place) ? 60 : 0);
                if (cost < least) (best, least) = (place, cost);
            }
        }
        if (best is { } chosen) taken.Add(chosen.Expand(3));
        return best;
    }

    /// <summary>Keeps labels away from a rectangle.</summary>
    public void Avoid(PixelRect place) => taken.Add(place);

    private static PixelRect Beside(Pixel point, PixelSize size, float dx, float dy, float distance)
    {
        float reach = distance / MathF.Sqrt(dx * dx + dy * dy);
        float x = point.X + dx * reach + (dx - 1) / 2 * size.Width, y = point.Y + dy * reach + (dy - 1) / 2 * size.Height;
        return new PixelRect(x, x + size.Width, y + size.Height, y);
    }

    // The leader from the point to the label must not run through another label.
    private bool Crosses(Pixel point, PixelRect place)
    {
        Pixel end = Nearest(point, place);
        for (int i = 1; i <= 8; i++)
        {
            var on = new Pixel(point.X + (end.X - point.X) * i / 8, point.Y + (end.Y - point.Y) * i / 8);
            if (taken.Exists(t => t.Contains(on))) return true;
        }
        return false;
    }

    /// <summary>The point of a rectangle nearest to a point.</summary>
    public static Pixel Nearest(Pixel point, PixelRect place) =>
        new(Math.Clamp(point.X, place.Left, place.Right), Math.Clamp(point.Y, place.Top, place.Bottom));

    private bool Inside(PixelRect r) => r.Left >= area.Left + 2 && r.Right <= area.Right - 2 && r.Top >= area.Top + 2 && r.Bottom <= area.Bottom - 2;

    private static bool Overlap(PixelRect a, PixelRect b) => a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom;
}
