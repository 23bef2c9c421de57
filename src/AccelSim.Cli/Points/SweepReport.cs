using AccelSim.Explore.Plots;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;
using AccelSim.Input.Sweeps;

namespace AccelSim.Cli.Points;

/// <summary>Writes the Pareto front, its pictures and the report page of a finished sweep.</summary>
internal static class SweepReport
{
    /// <summary>Ratio of the highest to the lowest value from which lines would crowd at the bottom of a linear axis.</summary>
    private const double LogFrom = 5;

    public static void Write(string directory, Sweep sweep, ResultSheet sheet, Provenance provenance)
    {
        ParetoObjective[] objectives =
        [
            .. sweep.Minimize.Select(c => new ParetoObjective(c, false)),
            .. sweep.Maximize.Select(c => new ParetoObjective(c, true)),
        ];
        ParetoFronts? fronts = objectives.Length > 0 && sweep.PanelBy.Length > 0 ? ParetoFronts.Of(sheet, objectives, sweep.PanelBy) : null;
        ParetoFront? front = fronts?.Union ?? (objectives.Length > 0 ? ParetoFront.Of(sheet, objectives) : null);
        ReportFigure[] figures = [];
        ResultCsv.WriteFile(Path.Combine(directory, SweepDirectory.Front), sheet.Select(front?.Rows ?? []));
        if (front is not null && objectives.Length > 1 && front.Candidates.Length > 0)
        {
            var options = new ParetoPlotOptions(sweep.Title, sweep.GroupBy.Length > 0 ? sweep.GroupBy : "machine");
            Picture picture = fronts is null ? ParetoPlot.Draw(sheet, front, options) : ParetoPanels.Draw(sheet, fronts, options);
            picture.WriteFile(Path.Combine(directory, "pareto.png"));
            picture.WriteFile(Path.Combine(directory, "pareto.svg"));
            string each = fronts is null ? "Pareto front" : $"Pareto fronts, one for each {fronts.PanelBy}";
            figures = [new ReportFigure(picture, $"{each}: {string.Join(", ", objectives.Select(o => (o.Maximize ? "more " : "less ") + o.Column))}")];
        }
        if (sweep.LineX.Length > 0)
        {
            Picture lines = Lines(sweep, sheet);
            lines.WriteFile(Path.Combine(directory, "lines.png"));
            lines.WriteFile(Path.Combine(directory, "lines.svg"));
            figures = [.. figures, new ReportFigure(lines, $"{sweep.LineY} over {sweep.LineX}")];
        }
        HtmlReport.WriteFile(Path.Combine(directory, SweepDirectory.Report),
            new ReportContent(sweep.Title.Length > 0 ? sweep.Title : sweep.Name, "", sheet, front, [.. figures], provenance) { Panels = fronts });
    }

    /// <summary>One line per value of <c>group_by</c>, through the totals of its points in order of the horizontal axis.</summary>
    private static Picture Lines(Sweep sweep, ResultSheet sheet)
    {
        ResultColumn x = sheet.Column(sweep.LineX)!, y = sheet.Column(sweep.LineY)!, group = sheet.Column(sweep.GroupBy.Length > 0 ? sweep.GroupBy : "machine")!;
        var series = Enumerable.Range(0, sheet.Rows.Length).Where(row => sheet.Rows[row].Operation == "total").GroupBy(group.Text)
            .Select(rows => PlotSeries.Of(rows.Key, rows.Select(row => (x.Number(row), y.Number(row))).OrderBy(p => p.Item1)));
        double[] heights = [.. Enumerable.Range(0, sheet.Rows.Length).Select(y.Number).Where(double.IsFinite)];
        bool log = heights.Length > 0 && heights.Min() > 0 && heights.Max() / heights.Min() > LogFrom;
        return LinePlot.Draw(sweep.Title, PlotAxis.Of(x), PlotAxis.Of(y) with { Log = log }, [.. series]);
    }
}
