using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using AccelSim.Cli.Help;
using AccelSim.Engine.Functional.Accumulation.Checks;
using AccelSim.Engine.Functional.Verification;
using AccelSim.Explore.Reports;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim verify numerics</c>.</summary>
internal static class VerifyNumerics
{
    public static Command Build(Session session)
    {
        var vectors = new Option<string[]>("--vectors")
        {
            HelpName = "DIR",
            Description = "Folder of recorded dot products: index.csv and the files it names. Repeatable. Default: tensor-core under ACCELSIM_DATA.",
        };
        var gpu = new Option<bool>("--gpu")
        {
            Description = "Check kernels and tensor cores of the NVIDIA GPU at hand instead; ends with 77 where there is none.",
        };
        var record = new Option<string>("--record") { HelpName = "DIR", Description = "With --gpu: keep predictions and results in DIR/GPU-NAME." };
        Option<string> format = Choice.Of("--format", "Form of the output; csv holds data only.", "table", "csv");
        var command = new Verb("numerics", "Check the arithmetic: fast paths against slow ones, laws, and results that real tensor cores gave.",
            "accelsim verify numerics", "accelsim verify numerics --format csv") { vectors, gpu, record, format };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(gpu))
                return Gpu(session, parsed.GetValue(record), parsed.GetValue(format)!, parsed.GetValue(vectors) ?? []);
            if (parsed.GetValue(record) is not null)
                throw new BadInputException("command line: --record: records what a GPU computes; add --gpu");
            (ImmutableArray<VectorFolder> folders, ImmutableArray<string> absent) = Folders(session, parsed.GetValue(vectors) ?? []);
            ImmutableArray<NumericCheck>? model = RecordedModel.Checks(session);
            if (model is null) absent = absent.Add(RecordedModel.Name);
            // The table says it in a row; a csv holds data only.
            foreach (string name in absent) session.Terminal.Error.WriteLine($"skipped: {name}: no such data; set ACCELSIM_DATA to the folder that holds it");
            bool table = parsed.GetValue(format) == "table";
            ImmutableArray<NumericCheck> checks = [.. NumericChecks.All(session), .. model ?? [], .. folders.SelectMany(f => f.Checks())];
            ImmutableArray<Outcome> outcomes = [.. checks.Select(check => Run(session, check))];
            session.Terminal.Out.Write(table ? Table(outcomes, absent, session.Terminal.Width) : Csv(outcomes));
            if (table)
                Observability(session, folders);
            return outcomes.All(o => o.Count.Mismatches == 0) ? ExitCode.Done : ExitCode.CheckFailed;
        });
        return command;
    }

    private static int Gpu(Session session, string? record, string format, string[] vectors)
    {
        if (vectors.Length > 0)
            throw new BadInputException("command line: --vectors: recorded vectors are checked without --gpu");
        return GpuProgram.Run(session, ["check", "--format", format, .. record is null ? Array.Empty<string>() : ["--record", record]]);
    }

    private static (ImmutableArray<VectorFolder> Folders, ImmutableArray<string> Absent) Folders(Session session, string[] given)
    {
        string usual = VectorFolder.Default(session);
        if (given.Length == 0 && !VectorFolder.Exists(usual))
            return ([], ["tensor-core"]);
        ImmutableArray<VectorFolder> folders = [.. (given.Length == 0 ? [usual] : given).Select(VectorFolder.Read)];
        return (folders, [.. folders.SelectMany(f => f.Skipped)]);
    }

    private static Outcome Run(Session session, NumericCheck check)
    {
        session.Terminal.Stop.ThrowIfCancellationRequested();
        var watch = Stopwatch.StartNew();
        CheckCount count = check.Run();
        return new(check.Name, count, watch.Elapsed);
    }

    private static string Csv(ImmutableArray<Outcome> outcomes) => "check,cases,mismatches\n"
        + string.Concat(outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Name},{o.Count.Cases},{o.Count.Mismatches}\n")));

    private static string Table(ImmutableArray<Outcome> outcomes, ImmutableArray<string> absent, int width)
    {
        IEnumerable<TextRow> rows = outcomes.Select(o => new TextRow([o.Name, Text(o.Count.Cases), Text(o.Count.Mismatches),
            o.Time.TotalSeconds.ToString("F2", CultureInfo.InvariantCulture), o.Count.Mismatches == 0 ? "pass" : "FAIL"]));
        return TextTable.Render(
            [new TextColumn("check"), new TextColumn("cases", IsNumber: true), new TextColumn("mismatches", IsNumber: true), new TextColumn("time_s", IsNumber: true), new TextColumn("verdict")],
            [.. rows, .. absent.Select(name => new TextRow([name, "", "", "", "skipped: no such data"]))], width);
    }

    /// <summary>Says which mistakes the recordings cannot tell, so that a pass is not taken for more than it is.</summary>
    private static void Observability(Session session, ImmutableArray<VectorFolder> folders)
    {
        foreach ((var file, var rows) in folders.SelectMany(f => f.Files))
        {
            string names = string.Join(", ", RecordedChecks.Unobservable(file, rows));
            if (names.Length > 0)
                session.Terminal.Error.WriteLine($"{file.Name}: not observable in this recording: {names}");
        }
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private readonly record struct Outcome(string Name, CheckCount Count, TimeSpan Time);
}
