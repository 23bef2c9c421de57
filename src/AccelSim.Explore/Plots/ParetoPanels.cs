using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Explore.Results;
using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>
/// One picture of many fronts, a panel for each: axes of its own, so that its data fill it, and colours, shapes and a legend
/// that all panels share.
/// </summary>
public static class ParetoPanels
{
    /// <summary>More panels than this are no picture; the first ones are drawn and the title says so.</summary>
    public const int Most = 24;

    private const int Labels = 3;

    /// <summary>Draws a panel for each front, in their order.</summary>
    /// <param name="sheet">The table that the fronts were found in.</param>
    /// <param name="fronts">Of two objectives or more; the first two span the panels.</param>
    /// <param name="options">Grouping, labels, title.</param>
    /// <exception cref="ArgumentException">The fronts have a single objective.</exception>
    public static Picture Draw(ResultSheet sheet, ParetoFronts fronts, ParetoPlotOptions options)
    {
        ParetoFront union = fronts.Union;
        if (union.Objectives.Length < 2) throw new ArgumentException("a Pareto plot needs two columns, one for each axis");
        ImmutableArray<PlotGroup> groups = PlotGroups.Of(sheet, union.Candidates, options.GroupBy);
        ImmutableArray<PanelFront> drawn = [.. fronts.Panels.Take(Most)];
        string title = fronts.Panels.Length <= Most ? options.Title
            : string.Create(CultureInfo.InvariantCulture, $"{options.Title} (the first {Most} of {fronts.Panels.Length} values of {fronts.PanelBy})").TrimStart();
        using var picture = new PanelPicture(title, Axis(sheet, union, 0), Axis(sheet, union, 1));
        bool line = false;
        foreach (PanelFront panel in drawn) line |= AddPanel(picture, sheet, panel, groups, options);
        using var legend = new LegendBox(ParetoLayer.Legend(groups, line));
        return picture.Draw(legend);
    }

    // True when a line joins its front.
    private static bool AddPanel(PanelPicture picture, ResultSheet sheet, PanelFront panel, ImmutableArray<PlotGroup> groups, ParetoPlotOptions options)
    {
        ParetoFront front = panel.Front;
        Figure figure = PanelPicture.Panel(panel.Value.Length == 0 ? "(empty)" : PlotText.Short(panel.Value), Scale(sheet, front, 0), Scale(sheet, front, 1));
        picture.Add(figure);
        HashSet<int> rows = [.. front.Candidates];
        var layer = new ParetoLayer(figure, sheet, front);
        layer.AddPoints([.. groups.Select(g => g with { Rows = [.. g.Rows.Where(rows.Contains)] })]);
        // There is little room: the group's name says most, where groups differ.
        bool named = options.LabelBy.IsDefaultOrEmpty && options.GroupBy is not null && sheet.Column(options.GroupBy) is { } group
            && (!layer.HasLine || front.Rows.Select(group.Text).Distinct(StringComparer.Ordinal).Count() > 1);
        layer.AddLabels(options with { Labels = Math.Min(options.Labels, Labels), LabelBy = named ? [options.GroupBy!] : options.LabelBy });
        return layer.HasLine;
    }

    private static AxisScale Scale(ResultSheet sheet, ParetoFront front, int objective)
    {
        ResultColumn column = sheet.Column(front.Objectives[objective].Column)!;
        return AxisScale.Fit(PlotAxis.Of(column) with { FromZero = false }, front.Candidates.Select(column.Number), compact: true) with { Label = "" };
    }

    private static string Axis(ResultSheet sheet, ParetoFront front, int objective)
    {
        ParetoObjective wanted = front.Objectives[objective];
        return ParetoPlot.Better(PlotAxis.Of(sheet.Column(wanted.Column)!).Text(0), wanted);
    }
}
