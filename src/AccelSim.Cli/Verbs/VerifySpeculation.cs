using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Help;
using AccelSim.Cli.Points;
using AccelSim.Explore.Speculation.MagicDec;
using AccelSim.Input.Machines;
using AccelSim.Input.Speculation;
using AccelSim.Input.Workloads;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim verify speculation</c>.</summary>
internal static class VerifySpeculation
{
    private const string Usual = "magicdec/measured_steps.csv";

    public static Command Build(Session session)
    {
        var data = new Option<string[]>("--data") { HelpName = "FILE.csv", Description = $"Measured steps shaped like measured_steps.csv. Repeatable. Default: {Usual} under ACCELSIM_DATA." };
        var output = new Option<string?>("--out") { HelpName = "DIR", Description = "Directory for the table, row by row, and a picture." };
        Option<string> format = Choice.Of("--format", "Form of the output; csv holds data only.", "table", "csv");
        var verb = new Verb("speculation", "Compare simulated with measured steps of speculative decoding.",
            "accelsim verify speculation", "accelsim verify speculation --format csv")
        {
            Details = "Times come from the kernel model of verify silicon on the machine presets, tokens per step from acceptance curves that do not see the row. "
                + "Exits 1 when the mean error of a time exceeds 15 %, fewer than 80 % of the speed-ups are within 10 %, or fewer than 95 % have the right sign.",
        };
        foreach (Option option in (Option[])[data, output, format]) verb.Add(option);
        verb.SetAction(parsed =>
        {
            string[] files = parsed.GetValue(data) ?? [];
            if (files.Length == 0)
            {
                string path = Path.Combine(DataFolder.Of(session), Usual);
                if (!File.Exists(path))
                {
                    session.Terminal.Error.WriteLine($"skipped: {Usual}: no such data; set ACCELSIM_DATA to the folder that holds it");
                    return ExitCode.Done;
                }
                files = [path];
            }
            ScoredStep[] scored = Score(session, files);
            var summary = SpeculationSummary.Of(scored);
            using OutputDirectory? directory = parsed.GetValue(output) is { } folder ? new OutputDirectory(folder) : null;
            bool table = parsed.GetValue(format) == "table";
            session.Terminal.Out.Write(table ? SpeculationReport.Table(scored, session.Terminal.Width) + "\n" + summary : SpeculationReport.Csv(scored));
            if (!table) session.Terminal.Error.Write(summary.ToString());
            if (directory is not null) SpeculationReport.Write(directory, scored, summary);
            return summary.Passes ? ExitCode.Done : ExitCode.CheckFailed;
        });
        return verb;
    }

    private static ScoredStep[] Score(Session session, string[] files)
    {
        List<MeasuredStep> rows = [];
        List<string> problems = [];
        foreach (string file in files)
        {
            var read = MeasuredStepsCsv.Read(file, row => Fault(session, row));
            if (read.Ok) rows.AddRange(read.Value);
            else problems.AddRange(read.Problems.Select(p => p.ToString()));
        }
        if (problems.Count > 0) throw new BadInputException([.. problems]);
        var inputs = new SiliconInputs(session, []);
        var scorer = new StepScorer(inputs.Machine, name => BadInputException.Unless(ModelNames.Load(session.Files, name)), inputs.Library(null));
        return [.. rows.Select(row => scorer.Score(row, PaperRow.Of(row, out _, out _)!))];
    }

    private static (string Column, string Message)? Fault(Session session, MeasuredStep row)
    {
        if (PaperRow.Of(row, out string column, out string problem) is not { } paper) return (column, problem);
        string[] models = [.. session.Files.Names(ModelFile.Kind)];
        foreach ((string key, string name) in (IEnumerable<(string, string)>)[("target", paper.Target), ("draft", paper.Drafter)])
        {
            if (name != "self" && !models.Contains(name)) return (key, $"'{name}' is no shipped model; shipped are {string.Join(", ", models)}");
        }
        return null;
    }
}
