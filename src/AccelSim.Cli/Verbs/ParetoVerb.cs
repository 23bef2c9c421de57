using System.CommandLine;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim pareto RESULTS.csv --minimize COL... --maximize COL... --out FILE</c>.</summary>
internal static class ParetoVerb
{
    public static Command Build(Session session)
    {
        var table = new Argument<string>("RESULTS.csv") { Description = "A results table." };
        var minimize = new Option<string[]>("--minimize") { Description = "Columns of which less is better.", HelpName = "COL", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var maximize = new Option<string[]>("--maximize") { Description = "Columns of which more is better.", HelpName = "COL", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [] };
        var group = new Option<string?>("--group-by") { Description = "Column whose values get a colour each; machine unless given.", HelpName = "COL" };
        var panel = new Option<string?>("--panel-by") { Description = "Column whose values get a front and a panel of the picture each.", HelpName = "COL" };
        var title = new Option<string?>("--title") { Description = "Text above the plot.", HelpName = "TEXT" };
        var output = new Option<string>("--out") { Description = "Picture to write; .png or .svg.", HelpName = "FILE", Required = true };
        var command = new Command("pareto", Example.Of("Draw the Pareto front of a results table.",
            "accelsim pareto out/quickstart/results.csv --minimize weight_bits_per_element --maximize tokens_per_s --out front.png"))
        {
            table, minimize, maximize, group, panel, title, output,
        };
        command.SetAction(parsed =>
        {
            ResultSheet sheet = Sheets.Read(parsed.GetValue(table)!);
            ParetoObjective[] objectives =
            [
                .. parsed.GetValue(minimize)!.Select(c => new ParetoObjective(c, false)),
                .. parsed.GetValue(maximize)!.Select(c => new ParetoObjective(c, true)),
            ];
            string path = parsed.GetValue(output)!;
            if (objectives.Length < 2) throw new BadInputException("accelsim pareto: needs two objectives or more, as in --minimize latency_us --maximize tokens_per_s");
            if (Path.GetExtension(path) is not (".png" or ".svg")) throw new BadInputException($"--out {path}: the ending must be .png or .svg");
            try
            {
                var options = new ParetoPlotOptions(parsed.GetValue(title) ?? "", parsed.GetValue(group) ?? "machine");
                ParetoFronts? fronts = parsed.GetValue(panel) is { } by ? ParetoFronts.Of(sheet, objectives, by) : null;
                ParetoFront front = fronts?.Union ?? ParetoFront.Of(sheet, objectives);
                Picture picture = fronts is null ? ParetoPlot.Draw(sheet, front, options) : ParetoPanels.Draw(sheet, fronts, options);
                picture.WriteFile(path);
                session.Terminal.Error.WriteLine($"{front.Rows.Length} of {front.Candidates.Length} points on the {(fronts is null ? "front" : "fronts")}; left out: {front.NotOk} not ok, {front.Unknown} without a value");
                return ExitCode.Done;
            }
            catch (ArgumentException error)
            {
                throw new BadInputException($"{parsed.GetValue(table)}: {error.Message}");
            }
        });
        return command;
    }
}
