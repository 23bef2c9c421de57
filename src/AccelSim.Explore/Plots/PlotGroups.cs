using System.Collections.Immutable;
using System.Globalization;
using AccelSim.Explore.Results;
using ScottPlot;

namespace AccelSim.Explore.Plots;

/// <summary>Splits rows into groups by a column, in the order in which its values first appear (the order of the sweep file).</summary>
internal static class PlotGroups
{
    /// <summary>More groups than this nobody tells apart; the smallest share one grey.</summary>
    private const int Most = 12;

    public static ImmutableArray<PlotGroup> Of(ResultSheet sheet, ImmutableArray<int> rows, string? by)
    {
        ResultColumn? column = by is null ? null : sheet.Column(by);
        if (column is null) return [new PlotGroup("design points", rows, Palette.Color(0), Palette.Shape(0))];
        IGrouping<string, int>[] groups = [.. rows.GroupBy(column.Text, StringComparer.Ordinal)];
        if (groups.Length <= Most) return [.. groups.Select((g, i) => Group(Named(g.Key, by!), [.. g], i))];

        HashSet<string> own = [.. groups.OrderByDescending(g => g.Count()).Take(Most - 1).Select(g => g.Key)];
        ImmutableArray<int> rest = [.. groups.Where(g => !own.Contains(g.Key)).SelectMany(g => g).Order()];
        string others = string.Create(CultureInfo.InvariantCulture, $"{groups.Length - own.Count} others");
        return
        [
            .. groups.Where(g => own.Contains(g.Key)).Select((g, i) => Group(Named(g.Key, by!), [.. g], i)),
            new PlotGroup(others, rest, Palette.Muted, MarkerShape.Eks),
        ];
    }

    /// <summary>Of the points that fall on the same half pixel, the first.</summary>
    public static IEnumerable<Coordinates> Thin(IEnumerable<Coordinates> points, Figure figure)
    {
        const double Cells = 1500;
        (double left, double right) = (figure.X.Place(figure.X.Low), figure.X.Place(figure.X.High));
        (double bottom, double top) = (figure.Y.Place(figure.Y.Low), figure.Y.Place(figure.Y.High));
        var seen = new HashSet<(int, int)>();
        return points.Where(p => seen.Add(((int)((p.X - left) / (right - left) * Cells), (int)((p.Y - bottom) / (top - bottom) * Cells))));
    }

    // A bare number means nothing in a legend; its column says of what.
    private static string Named(string value, string column) => value.Length > 0 && char.IsAsciiDigit(value[0])
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? $"{column[(column.LastIndexOf('.') + 1)..]} {value}" : value;

    private static PlotGroup Group(string name, ImmutableArray<int> rows, int index) =>
        new(name.Length == 0 ? "(empty)" : PlotText.Short(name), rows, Palette.Color(index), Palette.Shape(index));
}
