using System.CommandLine;
using AccelSim.Cli.Help;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim compare A.csv B.csv</c>.</summary>
internal static class CompareVerb
{
    public static Command Build(Session session)
    {
        var a = new Argument<string>("A.csv") { Description = "The results table before." };
        var b = new Argument<string>("B.csv") { Description = "The results table after." };
        Option<string> format = Choice.Of("--format", "Form of the output.", "table", "csv");
        var command = new Verb("compare", "Say what moved between two results tables, by how much, joined on the swept keys.",
            "accelsim run sq-next llama-3.1-8b --out out/before",
            "accelsim run sq-next llama-3.1-8b --set 'clock=1.5 GHz' --out out/after",
            "accelsim compare out/before/results.csv out/after/results.csv")
        {
            a, b, format,
        };
        command.SetAction(parsed =>
        {
            ResultSheet[] sheets = Sheets.ReadAll(parsed.GetValue(a)!, parsed.GetValue(b)!);
            TableComparison comparison = TableComparison.Of(sheets[0], sheets[1]);
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
