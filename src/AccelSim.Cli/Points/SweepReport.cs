using System.Collections.Immutable;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Points;

/// <summary>Writes what lies in a sweep directory: results, provenance, the Pareto front, its pictures and the report page.</summary>
internal static class SweepReport
{
    /// <summary>Ratio of the highest to the lowest value from which lines would crowd at the bottom of a linear axis.</summary>
    private const double LogFrom = 5;

    /// <returns>What there is to say about the pictures; empty when they were drawn.</returns>
    public static string Write(string directory, ResultSheet sheet, Provenance provenance)
    {
        PlotPlan plot = provenance.Plot ?? PlotPlan.None;
        ImmutableArray<ParetoObjective> objectives = plot.Objectives;
        ParetoFronts? fronts = objectives.IsEmpty || plot.PanelBy.Length == 0 ? null : ParetoFronts.Of(sheet, objectives, plot.PanelBy);
        ParetoFront? front = fronts?.Union ?? (objectives.IsEmpty ? null : ParetoFront.Of(sheet, objectives));
        ResultCsv.WriteFile(Path.Combine(directory, SweepDirectory.Results), sheet);
        ProvenanceJson.WriteFile(Path.Combine(directory, Provenance.FileName), provenance);
        ResultCsv.WriteFile(Path.Combine(directory, SweepDirectory.Front), sheet.Select(front?.Rows ?? []));
        var figures = ImmutableArray.CreateBuilder<ReportFigure>();
        string missing = objectives.Length < 2 ? "no Pareto plot: the sweep names fewer than two columns to minimize or maximize"
            : front!.Candidates.IsEmpty ? "no Pareto plot: no point is ok and knows all columns to minimize or maximize" : "";
        Picture? pareto = missing.Length > 0 ? null : Pareto(plot, sheet, front!, fronts);
        WriteOrRemove(directory, SweepDirectory.Pictures, pareto);
        if (pareto is not null)
        {
            string each = fronts is null ? "Pareto front" : $"Pareto fronts, one for each {fronts.PanelBy}";
            figures.Add(new ReportFigure(pareto, $"{each}: {string.Join(", ", objectives.Select(o => (o.Maximize ? "more " : "less ") + o.Column))}"));
        }
        Picture? lines = plot.LineX.Length > 0 && sheet.Rows.Length > 0 ? Lines(plot, sheet) : null;
        WriteOrRemove(directory, SweepDirectory.LinePictures, lines);
        if (lines is not null) figures.Add(new ReportFigure(lines, $"{plot.LineY} over {plot.LineX}"));
        HtmlReport.WriteFile(Path.Combine(directory, SweepDirectory.Report), new ReportContent(plot.Title, "", sheet, front, figures.ToImmutable(), provenance) { Panels = fronts });
        return missing;
    }

    private static Picture Pareto(PlotPlan plot, ResultSheet sheet, ParetoFront front, ParetoFronts? fronts)
    {
        var options = new ParetoPlotOptions(plot.Title, Group(plot));
        return fronts is null ? ParetoPlot.Draw(sheet, front, options) : ParetoPanels.Draw(sheet, fronts, options);
    }

    private static void WriteOrRemove(string directory, string[] names, Picture? picture)
    {
        foreach (string path in names.Select(name => Path.Combine(directory, name)))
        {
            if (picture is null) SweepDirectory.Remove(path);
            else picture.WriteFile(path);
        }
    }

    private static string Group(PlotPlan plot) => plot.GroupBy.Length > 0 ? plot.GroupBy : "machine";

    /// <summary>One line per value of <c>group_by</c>, through the totals of its points in order of the horizontal axis.</summary>
    private static Picture Lines(PlotPlan plot, ResultSheet sheet)
    {
        ResultColumn x = sheet.Column(plot.LineX)!, y = sheet.Column(plot.LineY)!, group = sheet.Column(Group(plot))!;
        var series = Enumerable.Range(0, sheet.Rows.Length).Where(row => sheet.Rows[row].Operation == "total").GroupBy(group.Text)
            .Select(rows => PlotSeries.Of(rows.Key, rows.Select(row => (x.Number(row), y.Number(row))).OrderBy(p => p.Item1)));
        double[] heights = [.. Enumerable.Range(0, sheet.Rows.Length).Select(y.Number).Where(double.IsFinite)];
        bool log = heights.Length > 0 && heights.Min() > 0 && heights.Max() / heights.Min() > LogFrom;
        return LinePlot.Draw(plot.Title, PlotAxis.Of(x), PlotAxis.Of(y) with { Log = log }, [.. series]);
    }
}
