using System.Collections.Immutable;
using System.CommandLine;
using AccelSim.Cli.Help;
using AccelSim.Cli.Points;
using AccelSim.Explore.Speculation;
using AccelSim.Input.Speculation;
using AccelSim.Model.Speculation;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim trace inspect</c>.</summary>
internal static class TraceInspect
{
    public static Command Build(Session session)
    {
        var file = new Argument<string>("FILE") { Description = "An acceptance trace: CSV of step, sequence, drafted, accepted, context." };
        var output = new Option<string?>("--out") { HelpName = "DIR", Description = "Directory for the table and the plot of acceptance by position." };
        Option<string> format = Choice.Of("--format", "Form of the output.", "table", "csv");
        var verb = new Verb("inspect", "Tell acceptance by position in the draft, and tokens per step.", "accelsim trace generate --alpha 0.8 --out acceptance.csv", "accelsim trace inspect acceptance.csv --out out/acceptance") { file, output, format };
        verb.SetAction(parsed =>
        {
            ImmutableArray<AcceptanceStep> rows = [.. BadInputException.Unless(AcceptanceCsv.Read(parsed.GetValue(file)!))];
            AcceptanceByPosition table = AcceptanceByPosition.Of(rows);
            session.Terminal.Out.Write(parsed.GetValue(format) == "csv" ? table.Csv() : table.ToString());
            if (parsed.GetValue(output) is { } folder)
            {
                using var directory = new OutputDirectory(folder);
                table.Write(directory.PathOf("acceptance.csv"), directory.PathOf("acceptance.png"));
            }
            return ExitCode.Done;
        });
        return verb;
    }
}
