using System.Collections.Immutable;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Points;

/// <summary>Writes what lies in a sweep directory: results, provenance, the Pareto front, its pictures and the report page.</summary>
internal static class SweepReport
{
    /// <returns>What there is to say about the pictures; empty when they were drawn.</returns>
    public static string Write(string directory, ResultSheet sheet, Provenance provenance)
    {
        PlotPlan plot = provenance.Plot ?? new PlotPlan("", [], [], "");
        ImmutableArray<ParetoObjective> objectives = plot.Objectives;
        ParetoFront? front = objectives.IsEmpty ? null : ParetoFront.Of(sheet, objectives);
        ResultCsv.WriteFile(Path.Combine(directory, SweepDirectory.Results), sheet);
        ProvenanceJson.WriteFile(Path.Combine(directory, Provenance.FileName), provenance);
        ResultCsv.WriteFile(Path.Combine(directory, SweepDirectory.Front), sheet.Select(front?.Rows ?? []));
        string[] pictures = [.. SweepDirectory.Pictures.Select(name => Path.Combine(directory, name))];
        ReportFigure[] figures = [];
        string missing = objectives.Length < 2 ? "no plot: the sweep names fewer than two columns to minimize or maximize"
            : front!.Candidates.IsEmpty ? "no plot: no point is ok and knows all columns to minimize or maximize" : "";
        if (missing.Length == 0)
        {
            Picture picture = ParetoPlot.Draw(sheet, front!, new ParetoPlotOptions(plot.Title, plot.GroupBy.Length > 0 ? plot.GroupBy : "machine"));
            foreach (string path in pictures) picture.WriteFile(path);
            figures = [new ReportFigure(picture, $"Pareto front: {string.Join(", ", objectives.Select(o => (o.Maximize ? "more " : "less ") + o.Column))}")];
        }
        else
        {
            foreach (string path in pictures) SweepDirectory.Remove(path);
        }
        HtmlReport.WriteFile(Path.Combine(directory, SweepDirectory.Report), new ReportContent(plot.Title, "", sheet, front, [.. figures], provenance));
        return missing;
    }
}
