using AccelSim.Explore.Results;
using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>
/// The classic design-space picture: every point pale, the front strong and joined by the staircase that it attains, its
/// knees named. The first objective lies on the horizontal axis, the second on the vertical one.
/// </summary>
public static class ParetoPlot
{
    private const float Small = 7, Large = 11;

    /// <summary>Draws the candidates and the front.</summary>
    /// <param name="sheet">The table that the front was found in.</param>
    /// <param name="front">Of two objectives; with more the front is marked, but no line joins its projection.</param>
    /// <param name="options">Grouping, labels, title.</param>
    /// <exception cref="ArgumentException">The front has a single objective.</exception>
    public static Picture Draw(ResultSheet sheet, ParetoFront front, ParetoPlotOptions options)
    {
        if (front.Objectives.Length < 2) throw new ArgumentException("a Pareto plot needs two columns, one for each axis");
        ResultColumn x = sheet.Column(front.Objectives[0].Column)!, y = sheet.Column(front.Objectives[1].Column)!;
        using var figure = new Figure(options.Title, Scale(x, front, 0), Scale(y, front, 1));
        var points = PlotGroups.Of(sheet, front.Candidates, options.GroupBy);
        HashSet<int> strong = [.. front.Rows];
        // Equal points lie on one another: the first stands for all in the staircase and in the labels.
        int[] joined = [.. front.Rows.DistinctBy(r => (x.Number(r), y.Number(r))).OrderBy(x.Number).ThenBy(y.Number)];
        Coordinates[] stairs = front.Objectives.Length == 2 ? Staircase(figure, front, joined, x, y) : [];

        foreach (PlotGroup group in points)
            AddMarkers(figure, group, [.. group.Rows.Where(r => !strong.Contains(r))], x, y, Small, 0.5);
        if (stairs.Length > 1) AddLine(figure, stairs);
        foreach (PlotGroup group in points)
            AddMarkers(figure, group, [.. group.Rows.Where(strong.Contains)], x, y, Large, 1);
        foreach (PlotGroup group in points) figure.AddLegend(group.Legend(Large));
        figure.AddLegend(FrontLegend(stairs.Length > 1));
        if (stairs.Length > 0) ParetoLabels.Add(figure, sheet, front, joined, x, y, stairs, options);
        return figure.Draw();
    }

    private static AxisScale Scale(ResultColumn column, ParetoFront front, int objective)
    {
        PlotAxis axis = PlotAxis.Of(column);
        AxisScale scale = AxisScale.Fit(axis, front.Candidates.Select(column.Number));
        return scale with { Label = front.Objectives[objective].Maximize ? scale.Label + " · better →" : "← better · " + scale.Label };
    }

    // Between two neighbours the better value of the second objective is attained only once the first is reached.
    private static Coordinates[] Staircase(Figure figure, ParetoFront front, int[] joined, ResultColumn x, ResultColumn y)
    {
        var stairs = new List<Coordinates>();
        foreach (int row in joined)
        {
            Coordinates next = figure.At(x.Number(row), y.Number(row));
            if (stairs.Count > 0)
                stairs.Add(front.Objectives[0].Maximize ? new Coordinates(stairs[^1].X, next.Y) : new Coordinates(next.X, stairs[^1].Y));
            stairs.Add(next);
        }
        return [.. stairs];
    }

    private static void AddLine(Figure figure, Coordinates[] stairs)
    {
        var line = figure.Plot.Add.ScatterLine(stairs, Palette.Muted);
        line.LineWidth = 1.6f;
    }

    private static LegendItem FrontLegend(bool line) => new()
    {
        LabelText = "Pareto front",
        LineWidth = line ? 1.6f : 0,
        LineColor = Palette.Muted,
        MarkerStyle = new MarkerStyle(MarkerShape.OpenCircle, Large) { LineWidth = 1.4f, LineColor = Palette.Ink },
    };

    private static void AddMarkers(Figure figure, PlotGroup group, int[] rows, ResultColumn x, ResultColumn y, float size, double opacity)
    {
        // Points that fall on one another are drawn once: the picture is the same and a table of a million rows stays small.
        Coordinates[] places = [.. PlotGroups.Thin(rows.Select(r => figure.At(x.Number(r), y.Number(r))), figure)];
        if (places.Length == 0) return;
        var markers = figure.Plot.Add.Markers(places);
        markers.MarkerStyle = group.Marker(size, opacity, outlined: opacity >= 1);
    }
}
