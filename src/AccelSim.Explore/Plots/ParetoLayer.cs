using System.Collections.Immutable;
using AccelSim.Explore.Results;
using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>A front and its candidates on one pair of axes: every point pale, the front strong and joined by the staircase that it attains.</summary>
internal sealed class ParetoLayer
{
    /// <summary>Sizes of markers off and on the front.</summary>
    public const float Small = 7, Large = 11;

    private readonly Figure figure;
    private readonly ResultSheet sheet;
    private readonly ParetoFront front;
    private readonly ResultColumn x, y;

    // Equal points lie on one another: the first stands for all in the staircase and in the labels.
    private readonly int[] joined;
    private readonly Coordinates[] stairs;

    public ParetoLayer(Figure figure, ResultSheet sheet, ParetoFront front)
    {
        (this.figure, this.sheet, this.front) = (figure, sheet, front);
        (x, y) = (sheet.Column(front.Objectives[0].Column)!, sheet.Column(front.Objectives[1].Column)!);
        joined = [.. front.Rows.DistinctBy(r => (x.Number(r), y.Number(r))).OrderBy(x.Number).ThenBy(y.Number)];
        stairs = front.Objectives.Length == 2 ? Staircase() : [];
    }

    /// <summary>True when a line joins the front.</summary>
    public bool HasLine => stairs.Length > 1;

    /// <summary>Adds pale points, then the line, then the front.</summary>
    public void AddPoints(ImmutableArray<PlotGroup> groups)
    {
        HashSet<int> strong = [.. front.Rows];
        foreach (PlotGroup group in groups) AddMarkers(group, [.. group.Rows.Where(r => !strong.Contains(r))], Small, 0.5);
        if (HasLine) figure.Plot.Add.ScatterLine(stairs, Palette.Muted).LineWidth = 1.6f;
        foreach (PlotGroup group in groups) AddMarkers(group, [.. group.Rows.Where(strong.Contains)], Large, 1);
    }

    /// <summary>Names the knees; the legend must be complete.</summary>
    public void AddLabels(ParetoPlotOptions options)
    {
        if (stairs.Length > 0) ParetoLabels.Add(figure, sheet, front, joined, x, y, stairs, options);
    }

    /// <summary>The entries of a legend: groups, then the front.</summary>
    public static IEnumerable<LegendItem> Legend(ImmutableArray<PlotGroup> groups, bool line) => groups.Select(g => g.Legend(Large)).Append(new LegendItem
    {
        LabelText = "Pareto front",
        LineWidth = line ? 1.6f : 0,
        LineColor = Palette.Muted,
        MarkerStyle = new MarkerStyle(MarkerShape.OpenCircle, Large) { LineWidth = 1.4f, LineColor = Palette.Ink },
    });

    // Between two neighbours the better value of the second objective is attained only once the first is reached.
    private Coordinates[] Staircase()
    {
        var steps = new List<Coordinates>();
        foreach (int row in joined)
        {
            Coordinates next = figure.At(x.Number(row), y.Number(row));
            if (steps.Count > 0)
                steps.Add(front.Objectives[0].Maximize ? new Coordinates(steps[^1].X, next.Y) : new Coordinates(next.X, steps[^1].Y));
            steps.Add(next);
        }
        return [.. steps];
    }

    private void AddMarkers(PlotGroup group, int[] rows, float size, double opacity)
    {
        // Points that fall on one another are drawn once: the picture is the same and a table of a million rows stays small.
        Coordinates[] places = [.. PlotGroups.Thin(rows.Select(r => figure.At(x.Number(r), y.Number(r))), figure)];
        if (places.Length == 0) return;
        var markers = figure.Plot.Add.Markers(places);
        markers.MarkerStyle = group.Marker(size, opacity, outlined: opacity >= 1);
    }
}
