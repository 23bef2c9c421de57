using AccelSim.Explore.Results;
using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>Names the knees of a front with the values of the keys that differ along it.</summary>
internal static class ParetoLabels
{
    private const float Size = 12.5f;

    public static void Add(Figure figure, ResultSheet sheet, ParetoFront front, int[] joined, ResultColumn x, ResultColumn y,
        Coordinates[] stairs, ParetoPlotOptions options)
    {
        ResultColumn[] columns = [.. Naming(sheet, front, options)];
        if (columns.Length == 0) return;
        var knees = ParetoKnees.Pick([.. joined.Select(r => figure.X.Place(x.Number(r)))],
            [.. joined.Select(r => figure.Y.Place(y.Number(r)))], options.Labels);
        var points = PlotGroups.Thin(front.Candidates.Select(r => figure.At(x.Number(r), y.Number(r))), figure);
        var labels = new PointLabels(figure, Size, [stairs, .. points.Select(p => (IReadOnlyList<Coordinates>)[p])]);
        // Where chosen columns give several knees one name, the first bears it.
        foreach (int knee in options.LabelBy.IsDefaultOrEmpty ? knees : knees.DistinctBy(k => Text(columns, joined[k])))
            labels.Add(Text(columns, joined[knee]), figure.At(x.Number(joined[knee]), y.Number(joined[knee])));
    }

    private static IEnumerable<ResultColumn> Naming(ResultSheet sheet, ParetoFront front, ParetoPlotOptions options)
    {
        if (!options.LabelBy.IsDefaultOrEmpty) return options.LabelBy.Select(sheet.Column).OfType<ResultColumn>();
        ResultColumn[] differing =
        [
            .. sheet.Table.AxisNames.Where(name => front.Objectives.All(o => o.Column != name)).Select(name => sheet.Column(name)!)
                .Where(column => front.Rows.Select(column.Text).Distinct(StringComparer.Ordinal).Count() > 1),
        ];
        // Colour and shape tell the group already, unless nothing else is left to tell.
        ResultColumn[] untold = [.. differing.Where(c => c.Name != options.GroupBy)];
        return untold.Length > 0 ? untold : differing;
    }

    // The last part of a dotted key says enough beside a point; a value that is no number says what it is by itself.
    private static string Text(ResultColumn[] columns, int row) => PlotText.Short(string.Join(", ", columns.Select(c =>
        double.IsNaN(c.Number(row)) ? c.Text(row) : $"{c.Name[(c.Name.LastIndexOf('.') + 1)..]} {c.Text(row)}")));
}
