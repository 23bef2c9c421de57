using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Help;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;
using AccelSim.Input.Yaml;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim pareto RESULTS.csv --minimize COL... --maximize COL... --out FILE</c>.</summary>
internal static class ParetoVerb
{
    public static Command Build(Session session)
    {
        var table = new Argument<string>("RESULTS.csv") { Description = "A results table, as sweep, merge and run write it." };
        Option<string[]> minimize = Columns("--minimize", "less"), maximize = Columns("--maximize", "more");
        var group = new Option<string?>("--group-by") { Description = "Column whose values get a colour each; machine unless given.", HelpName = "COL" };
        var panel = new Option<string?>("--panel-by") { Description = "Column whose values get a front and a panel of the picture each.", HelpName = "COL" };
        var title = new Option<string?>("--title") { Description = "Text above the plot.", HelpName = "TEXT" };
        var output = new Option<string>("--out") { Description = "Picture to write.", HelpName = "FILE.png|FILE.svg", Required = true };
        var command = new Verb("pareto", "Draw the Pareto front of a results table: the points that no other point beats in every column named.",
            "accelsim sweep gemm-roofline --out out/roofline",
            "accelsim pareto out/roofline/results.csv --minimize latency_us --maximize tops --out front.png")
        {
            table, minimize, maximize, group, panel, title, output,
        };
        command.SetAction(parsed =>
        {
            string source = parsed.GetValue(table)!, path = parsed.GetValue(output)!, by = parsed.GetValue(group) ?? "machine";
            string[] less = parsed.GetValue(minimize)!, more = parsed.GetValue(maximize)!;
            if (Path.GetExtension(path) is not (".png" or ".svg")) throw new BadInputException($"--out {path}: is not allowed; a name that ends in .png or .svg is needed");
            ResultSheet sheet = Sheets.Read(source);
            string[] problems = [.. Problems(sheet, less, more, by, parsed.GetValue(panel))];
            if (problems.Length > 0) throw new BadInputException([.. problems]);
            ParetoObjective[] objectives = [.. less.Select(c => new ParetoObjective(c, false)), .. more.Select(c => new ParetoObjective(c, true))];
            ParetoFronts? fronts = parsed.GetValue(panel) is { } panels ? ParetoFronts.Of(sheet, objectives, panels) : null;
            ParetoFront front = fronts?.Union ?? ParetoFront.Of(sheet, objectives);
            if (front.Candidates.IsEmpty)
                throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"{source}: no row is ok and has a number in {string.Join(" and ", less.Concat(more))}; {front.NotOk} are not ok, {front.Unknown} lack one"));
            var options = new ParetoPlotOptions(parsed.GetValue(title) ?? "", by);
            (fronts is null ? ParetoPlot.Draw(sheet, front, options) : ParetoPanels.Draw(sheet, fronts, options)).WriteFile(path);
            session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{front.Rows.Length} of {front.Candidates.Length} points on the {(fronts is null ? "front" : "fronts")}; left out: {front.NotOk} not ok, {front.Unknown} without a value; see {path}"));
            return ExitCode.Done;
        });
        return command;
    }

    private static Option<string[]> Columns(string name, string better) => new(name)
    {
        Description = $"Columns of which {better} is better (accelsim list metrics), separated by spaces.",
        HelpName = "COL...",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    private static IEnumerable<string> Problems(ResultSheet sheet, string[] less, string[] more, string group, string? panel)
    {
        if (less.Length + more.Length < 2) yield return "accelsim pareto: two columns or more are needed, as in --minimize latency_us --maximize tops";
        foreach (string twice in less.Concat(more).GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key)) yield return $"accelsim pareto: {twice} is named twice; keep one";
        foreach ((string option, string column) in (IEnumerable<(string, string)>)[.. less.Select(c => ("--minimize", c)), .. more.Select(c => ("--maximize", c)), ("--group-by", group), .. panel is null ? (IEnumerable<(string, string)>)[] : [("--panel-by", panel)]])
        {
            if (sheet.Column(column) is not null) continue;
            string near = Suggestion.For(column, sheet.Columns);
            yield return $"{option} {column}: there is no such column{(near.Length > 0 ? near : $"; the table has {string.Join(", ", sheet.Columns)}")}";
        }
    }
}
