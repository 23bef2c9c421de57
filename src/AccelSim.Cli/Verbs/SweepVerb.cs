using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Numerics;
using AccelSim.Cli.Help;
using AccelSim.Cli.Points;
using AccelSim.Cli.Terminals;
using AccelSim.Engine.Results;
using AccelSim.Explore.Results;
using AccelSim.Explore.Sweeps;
using AccelSim.Input.Sweeps;
using AccelSim.Input.Yaml;
using AccelSim.Model.Results;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim sweep SWEEP</c>.</summary>
internal static class SweepVerb
{
    private const long DefaultMostPoints = 1_000_000;
    private const long MostJobs = 4096;

    public static Command Build(Session session)
    {
        var sweep = new Argument<string>("SWEEP") { Description = "Path of a sweep file, or the name of a shipped one (accelsim list sweeps)." };
        sweep.CompletionSources.Add(_ => session.Files.Names(SweepFile.Kind).Select(n => new System.CommandLine.Completions.CompletionItem(n)));
        var output = new Option<string?>("--out") { Description = "Directory for results, plots and report; results/NAME of the sweep unless given.", HelpName = "DIR" };
        Option<long> jobs = Choice.Whole("--jobs", "Threads; as many as there are processors unless given. They do not change the result.", "N", 1, MostJobs, () => Environment.ProcessorCount);
        var shard = new Option<string?>("--shard") { Description = "Only part I of N, counted from 0; 'accelsim merge' puts the parts together.", HelpName = "I/N" };
        var operations = new Option<bool>("--operations") { Description = "A row per operation before each total." };
        Option<long> most = Choice.Whole("--max-points", "Refuse sweeps with more points than this.", "N", 1, long.MaxValue, () => DefaultMostPoints);
        var fresh = new Option<bool>("--fresh") { Description = "Forget what an earlier run left in the directory." };
        Option<string[]> set = RunOptions.Set("Set a key at every point, as in --set 'clock=2 GHz'; repeatable.");
        Option<string> engine = RunOptions.EngineOption();
        var command = new Verb("sweep", "Run every point of a design space and write tables, a Pareto front and a report.",
            "accelsim sweep quickstart --out out/quickstart",
            "accelsim sweep gemm-roofline --set 'clock=1.5 GHz' --jobs 2",
            "accelsim sweep gemm-roofline --out out/part-0 --shard 0/2")
        {
            Details = "An interrupted sweep goes on where it was when the same command is given again; the result is that of an uninterrupted one.",
        };
        foreach (Symbol symbol in (Symbol[])[sweep, output, jobs, shard, operations, most, fresh, set, engine])
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(sweep)!;
            string[] changes = parsed.GetValue(set)!;
            Shard part = Shard.Whole;
            if (parsed.GetValue(shard) is { } text) part = Shard.Parse(text, out string? problem) ?? throw new BadInputException($"--shard {text}: {problem}");
            Sweep read = Load(session, file, changes);
            Judge(file, read, parsed.GetValue(most));
            string engineName = parsed.GetValue(engine)!;
            bool rows = parsed.GetValue(operations);
            ImmutableArray<InputFile> inputs = InputHashes.Of(InputPaths.OfSweep(session.Files, file, read));
            var evaluator = new PointEvaluator(session.Files, read, Enum.Parse<EngineChoice>(engineName, true), rows, Accuracy(session, read));
            var plan = new SweepPlan((long)read.Combinations, read.Columns,
                Fingerprint.Of(session.Files, Session.Version, inputs, changes, rows, engineName, part), evaluator.Rows);
            var provenance = new Provenance(Provenance.PortableCommand(session.Arguments), Session.Version, inputs, 0, EngineName.Of(Enum.Parse<EngineChoice>(engineName, true)), plan.Points, new PointCounts(0, 0, 0),
                part == Shard.Whole ? null : string.Create(CultureInfo.InvariantCulture, $"{part.Index}/{part.Count}"),
                new PlotPlan(read.Title.Length > 0 ? read.Title : read.Name, read.Minimize, read.Maximize, read.GroupBy, read.PanelBy, read.LineX, read.LineY));
            try
            {
                return Run(session, plan, part, (int)parsed.GetValue(jobs), parsed.GetValue(fresh), parsed.GetValue(output) ?? Path.Combine("results", read.Name), provenance);
            }
            catch (OperationCanceledException)
            {
                session.Terminal.Error.WriteLine("accelsim: interrupted; finished points are kept, run the same command again to go on");
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    /// <summary>Null where the sweep asks for no metric of accuracy.</summary>
    private static AccuracyMeter? Accuracy(Session session, Sweep sweep)
    {
        bool errors = ((Metric[])[Metrics.SqnrDb, Metrics.RelativeError, Metrics.MaxUlp]).Any(m => sweep.Wants(m.Name)), perplexity = sweep.Wants(Metrics.Perplexity.Name);
        return errors || perplexity ? new AccuracyMeter(session.Files, errors, perplexity, session.Terminal.Error.WriteLine) : null;
    }

    private static int Run(Session session, SweepPlan plan, Shard part, int jobs, bool fresh, string path, Provenance provenance)
    {
        using var directory = new OutputDirectory(path);
        if (!fresh) SweepDirectory.RefuseForeign(path);
        long points = part.CountOf(plan.Points);
        using var progress = new ProgressBar(session.Terminal, points);
        ResultTable table;
        using (SweepJournal journal = SweepJournal.Open(directory.PathOf(SweepDirectory.Journal), plan, points, fresh))
        {
            if (journal.Finished.Count < points) SweepDirectory.RemoveResults(path);
            table = SweepRunner.Run(plan, part, jobs, journal, progress.Report, session.Terminal.Stop);
            journal.Finish();
        }
        progress.Finish();
        PointCounts counts = PointCounts.Of(table.Rows);
        string note = SweepReport.Write(path, ResultSheet.Of(table), provenance with { Counts = counts });
        if (note.Length > 0) session.Terminal.Error.WriteLine(note);
        if (table.Rows.FirstOrDefault(r => r.Status == PointStatus.Failed) is { } failed)
            session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"point {failed.Point} failed: {failed.Reason}"));
        string excluded = counts.All < points ? string.Create(CultureInfo.InvariantCulture, $", {points - counts.All} left out by constraints") : "";
        session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{counts.Ok} points ok, {counts.Infeasible} infeasible, {counts.Failed} failed{excluded}; see {directory.PathOf(SweepDirectory.Report)}"));
        return counts.Failed > 0 ? ExitCode.CheckFailed : ExitCode.Done;
    }

    private static void Judge(string file, Sweep sweep, long most)
    {
        BigInteger combinations = sweep.Combinations;
        if (combinations > most)
        {
            throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                $"{file}: {combinations} points exceed --max-points {most}; narrow the axes, or allow them with --max-points {combinations}"));
        }
        for (long point = 0; point < (long)combinations; point++)
        {
            if (sweep.Constraints.IsEmpty || !sweep.Point(point).Excluded) return;
        }
        throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"{file}: constraints: leave none of the {combinations} combinations; loosen one"));
    }

    private static Sweep Load(Session session, string file, string[] set)
    {
        YamlDocument document = BadInputException.Unless(session.Files.Open(SweepFile.Kind, file));
        var changes = new List<Override>();
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (string text in set)
        {
            ReadResult<Override> read = Override.Parse(text);
            problems.AddRange(read.Problems.Select(p => p.ToString()));
            if (!read.Ok) continue;
            changes.Add(read.Value);
            document = document with { Root = document.Root.With(["set", read.Value.Key], read.Value.Value, read.Value.At) };
        }
        ReadResult<Sweep> sweep = SweepFile.Kind.Read(document, [], session.Files);
        problems.AddRange(sweep.Problems.Select(p => p.ToString()));
        foreach (Override change in changes.Where(c => c.Key is "machine" or "workload" || (sweep.Value?.Columns.Contains(c.Key) ?? false)))
            problems.Add($"{change.At}: {change.Key}: is an axis of this sweep; change the sweep file instead");
        return problems.Count == 0 ? sweep.Value! : throw new BadInputException(problems.ToImmutable());
    }
}
