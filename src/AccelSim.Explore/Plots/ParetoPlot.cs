using System.Collections.Immutable;
using AccelSim.Explore.Results;
using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>
/// The classic design-space picture: every point pale, the front strong and joined by the staircase that it attains, its
/// knees named. The first objective lies on the horizontal axis, the second on the vertical one.
/// </summary>
public static class ParetoPlot
{
    /// <summary>Draws the candidates and the front.</summary>
    /// <param name="sheet">The table that the front was found in.</param>
    /// <param name="front">Of two objectives; with more the front is marked, but no line joins its projection.</param>
    /// <param name="options">Grouping, labels, title.</param>
    /// <exception cref="ArgumentException">The front has a single objective.</exception>
    public static Picture Draw(ResultSheet sheet, ParetoFront front, ParetoPlotOptions options)
    {
        if (front.Objectives.Length < 2) throw new ArgumentException("a Pareto plot needs two columns, one for each axis");
        using var figure = new Figure(options.Title, Scale(sheet, front, 0), Scale(sheet, front, 1));
        ImmutableArray<PlotGroup> groups = PlotGroups.Of(sheet, front.Candidates, options.GroupBy);
        var layer = new ParetoLayer(figure, sheet, front);
        layer.AddPoints(groups);
        foreach (LegendItem item in ParetoLayer.Legend(groups, layer.HasLine)) figure.AddLegend(item);
        layer.AddLabels(options);
        return figure.Draw();
    }

    /// <summary>The text of an objective's axis, with an arrow to the better end.</summary>
    internal static string Better(string label, ParetoObjective objective) => objective.Maximize ? label + " · better →" : "← better · " + label;

    private static AxisScale Scale(ResultSheet sheet, ParetoFront front, int objective)
    {
        ResultColumn column = sheet.Column(front.Objectives[objective].Column)!;
        AxisScale scale = AxisScale.Fit(PlotAxis.Of(column), front.Candidates.Select(column.Number));
        return scale with { Label = Better(scale.Label, front.Objectives[objective]) };
    }
}
