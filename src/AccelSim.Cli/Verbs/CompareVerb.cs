using System.CommandLine;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim compare A.csv B.csv</c>.</summary>
internal static class CompareVerb
{
    public static Command Build(Session session)
    {
        var a = new Argument<string>("A.csv") { Description = "The table before." };
        var b = new Argument<string>("B.csv") { Description = "The table after." };
        var format = new Option<string>("--format") { Description = "Form of the output.", DefaultValueFactory = _ => "table" }.AcceptOnlyFromAmong("table", "csv");
        var command = new Command("compare", Example.Of("Say what moved between two results tables, joined on the swept keys.",
            "accelsim compare out/before/results.csv out/after/results.csv")) { a, b, format };
        command.SetAction(parsed =>
        {
            TableComparison comparison = TableComparison.Of(Sheets.Read(parsed.GetValue(a)!), Sheets.Read(parsed.GetValue(b)!));
            if (parsed.GetValue(format) == "csv")
            {
                using var stream = new MemoryStream();
                ComparisonCsv.Write(stream, comparison);
                session.Terminal.Out.Write(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
            }
            else
            {
                session.Terminal.Out.Write(ComparisonText.Render(comparison, session.Terminal.Width));
            }
            return ExitCode.Done;
        });
        return command;
    }
}
