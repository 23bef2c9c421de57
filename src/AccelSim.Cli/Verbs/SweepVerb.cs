using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using AccelSim.Cli.Points;
using AccelSim.Cli.Terminals;
using AccelSim.Engine.Results;
using AccelSim.Explore.Results;
using AccelSim.Explore.Sweeps;
using AccelSim.Input.Machines;
using AccelSim.Input.Sweeps;
using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Results;

namespace AccelSim.Cli.Verbs;

/// <summary><c>accelsim sweep SWEEP</c>.</summary>
internal static class SweepVerb
{
    private const long DefaultMostPoints = 1_000_000;

    public static Command Build(Session session)
    {
        var sweep = new Argument<string>("SWEEP") { Description = "Path of a sweep file, or the name of a shipped one." };
        var output = new Option<string?>("--out") { Description = "Directory for results, plots and report; results/NAME of the sweep unless given.", HelpName = "DIR" };
        var jobs = new Option<int>("--jobs") { Description = "Threads; as many as there are processors unless given.", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var shard = new Option<string?>("--shard") { Description = "Only part I of N, counted from 0; put together with 'accelsim merge'.", HelpName = "I/N" };
        var operations = new Option<bool>("--operations") { Description = "A row per operation before each total." };
        var most = new Option<long>("--max-points") { Description = "Refuse sweeps with more points than this.", HelpName = "N", DefaultValueFactory = _ => DefaultMostPoints };
        var fresh = new Option<bool>("--fresh") { Description = "Forget what an earlier run left in the directory." };
        var set = new Option<string[]>("--set") { Description = "Set a key at every point, as in --set 'clock=2 GHz'; repeatable.", HelpName = "key=value", DefaultValueFactory = _ => [] };
        var engine = new Option<string>("--engine") { Description = "Timing engine.", DefaultValueFactory = _ => "auto" }.AcceptOnlyFromAmong("auto", "fast", "reference");
        var command = new Command("sweep", Example.Of("Run every point of a design space and write tables, a Pareto front and a report. "
            + "An interrupted sweep goes on where it was when the same command is given again.",
            "accelsim sweep quickstart --out out/quickstart",
            "accelsim sweep configs/sweeps/quickstart.yaml --out out/part-0 --shard 0/8"))
        {
            sweep, output, jobs, shard, operations, most, fresh, set, engine,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(sweep)!;
            Sweep read = Load(session, file, parsed.GetValue(set)!);
            Shard part = Shard.Whole;
            if (parsed.GetValue(shard) is { } text) part = Shard.Parse(text, out string? problem) ?? throw new BadInputException($"--shard: {problem}");
            if (parsed.GetValue(jobs) < 1) throw new BadInputException($"--jobs: {parsed.GetValue(jobs)} is not a number of threads from 1");
            BigInteger combinations = read.Combinations;
            if (combinations > parsed.GetValue(most))
            {
                throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                    $"{file}: {combinations} points exceed --max-points {parsed.GetValue(most)}; narrow the axes, or allow them with --max-points {combinations}"));
            }
            string engineName = parsed.GetValue(engine)!;
            var evaluator = new PointEvaluator(session.Files, read, Enum.Parse<EngineChoice>(engineName, true), parsed.GetValue(operations));
            ImmutableArray<InputFile> inputs = InputHashes.Of(Inputs(session, file, read));
            var plan = new SweepPlan((long)combinations, read.Columns, Fingerprint(session, read, inputs, parsed.GetValue(set)!, parsed.GetValue(operations), engineName, part), evaluator.Rows);
            string directory = parsed.GetValue(output) ?? Path.Combine("results", read.Name);
            return Run(session, read, plan, part, parsed.GetValue(jobs), parsed.GetValue(fresh), directory, inputs, engineName);
        });
        return command;
    }

    private static int Run(
        Session session, Sweep sweep, SweepPlan plan, Shard part, int jobs, bool fresh, string directory, ImmutableArray<InputFile> inputs, string engine)
    {
        SweepDirectory.Create(directory);
        var progress = new ProgressBar(session.Terminal, part.CountOf(plan.Points));
        ResultTable table;
        using (SweepJournal journal = SweepJournal.Open(Path.Combine(directory, SweepDirectory.Journal), plan, fresh))
        {
            table = SweepRunner.Run(plan, part, jobs, journal, progress.Report, session.Terminal.Stop);
        }
        progress.Finish();
        if (table.Rows.Length == 0) throw new BadInputException($"{sweep.Name}: the constraints leave no point");
        PointCounts counts = PointCounts.Of(table.Rows);
        var provenance = new Provenance(Provenance.PortableCommand(session.Arguments), Session.Version, inputs, 0, engine, plan.Points, counts,
            part == Shard.Whole ? null : string.Create(CultureInfo.InvariantCulture, $"{part.Index}/{part.Count}"));
        ResultSheet sheet = ResultSheet.Of(table);
        ResultCsv.WriteFile(Path.Combine(directory, SweepDirectory.Results), sheet);
        ProvenanceJson.WriteFile(Path.Combine(directory, Provenance.FileName), provenance);
        SweepReport.Write(directory, sweep, sheet, provenance);
        session.Terminal.Error.WriteLine($"{counts.Ok} points ok, {counts.Infeasible} infeasible, {counts.Failed} failed; see {Path.Combine(directory, SweepDirectory.Report)}");
        return counts.Failed > 0 ? ExitCode.CheckFailed : ExitCode.Done;
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
        foreach (Override change in changes.Where(c => sweep.Value?.Columns.Contains(c.Key) ?? false))
            problems.Add($"{change.At}: {change.Key}: is an axis of this sweep; change the sweep file instead");
        return problems.Count == 0 ? sweep.Value! : throw new BadInputException(problems.ToImmutable());
    }

    private static IEnumerable<string> Inputs(Session session, string file, Sweep sweep)
    {
        if (session.Files.Locate(SweepFile.Kind, file) is { } path) yield return path;
        foreach (SweepAxis axis in sweep.Axes)
        {
            foreach (Override value in axis.Entries.SelectMany(e => e.Values).Where(v => v.Key is "machine" or "workload").DistinctBy(v => (v.Key, AxisEntry.Text(v.Value))))
            {
                string name = AxisEntry.Text(value.Value);
                string? found = value.Key == "machine"
                    ? session.Files.Locate(MachineFile.Kind, name)
                    : session.Files.Locate(WorkloadFile.Kind, name) ?? session.Files.Locate(ModelFile.Kind, name);
                if (found is not null) yield return found;
            }
        }
    }

    /// <summary>Everything that rows depend on; jobs and directories are not among it.</summary>
    private static string Fingerprint(
        Session session, Sweep sweep, ImmutableArray<InputFile> inputs, string[] set, bool operations, string engine, Shard part)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Session.Version}\n{sweep.Name}\n{operations}\n{engine}\n{part.Index}/{part.Count}\n");
        foreach (InputFile input in inputs) text.Append(CultureInfo.InvariantCulture, $"{input.Name} {input.Sha256}\n");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(session.Files.Home, "configs", "dram")).Order(StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))}\n");
        foreach (string change in set) text.Append(CultureInfo.InvariantCulture, $"{change}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
