using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Points;
using AccelSim.Cli.Terminals;
using AccelSim.Engine.Results;
using AccelSim.Explore.Explanations;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;
using AccelSim.Input.Mappings;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Cli.Verbs;

/// <summary>Runs one step and prints or writes its rows.</summary>
internal static class RunOutput
{
    public static int Run(
        Session session, RunOptions options, ParseResult parsed, Machine machine, string workload, WorkloadStep step, IEnumerable<string> inputs)
    {
        string? path = options.Out(parsed);
        if (path is not null) SweepDirectory.RefuseSweep(path);
        StepRun run;
        StepExplanation? explanation = null;
        Mapping? pinned = Pinned(session, options, parsed);
        using (OutputDirectory? directory = path is null ? null : new OutputDirectory(path))
        {
            run = Simulate(session, options, parsed, machine, step, pinned);
            if (options.Accuracy(parsed))
                new AccuracyMeter(session.Files, errors: true, perplexity: step.Numerics.Model.Length > 0, session.Terminal.Error.WriteLine).Measure(run, step, machine);
            if (options.Explain(parsed)) explanation = Explainer.Of(machine, run, pinned);
            TimelineOutput.Write(session, options, parsed, machine, workload, run);
            if (path is not null && explanation is not null) ExplainOutput.Write(path, workload, Table(machine, workload, run, true), explanation);
            if (path is not null) Write(session, path, Table(machine, workload, run, options.Operations(parsed)), options.Engine(parsed), [.. inputs, .. Mappings(session, options, parsed)]);
        }
        // An explanation as data is one per operation.
        bool rows = options.Operations(parsed) || (explanation is not null && options.Format(parsed) != "table");
        Print(session, options, parsed, Table(machine, workload, run, rows), explanation);
        return ExitCode.Done;
    }

    private static Mapping? Pinned(Session session, RunOptions options, ParseResult parsed) =>
        options.MappingFile(parsed) is { } file ? BadInputException.Unless(MappingFile.Kind.Load(file, [], session.Files)) : null;

    private static StepRun Simulate(Session session, RunOptions options, ParseResult parsed, Machine machine, WorkloadStep step, Mapping? pinned)
    {
        var simulator = new Simulator(machine, options.Engine(parsed));
        using var progress = new ProgressBar(session.Terminal, step.Operations.Length, "operations", passing: true);
        try
        {
            return StepRun.Of(simulator, step, pinned, done => progress.Report(done));
        }
        catch (InfeasibleException error) when (pinned is not null)
        {
            throw new BadInputException($"{options.MappingFile(parsed)}: {error.Message}");
        }
    }

    private static ResultTable Table(Machine machine, string workload, StepRun run, bool operations) => new([], StepRows.Of(0, machine.Name, workload, [], run, operations));

    private static void Print(Session session, RunOptions options, ParseResult parsed, ResultTable table, StepExplanation? explanation)
    {
        switch (options.Format(parsed))
        {
            case "csv":
                using (var stream = new MemoryStream())
                {
                    ResultCsv.Write(stream, explanation is null ? ResultSheet.Of(table) : ExplanationSheet.Of(table, explanation));
                    session.Terminal.Out.Write(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
                }
                break;
            case "json":
                session.Terminal.Out.WriteLine(explanation is null ? ResultJson.Render(table) : ExplainOutput.Render(table, explanation));
                break;
            default:
                session.Terminal.Out.Write(ResultText.Render(ResultSheet.Of(table), null, session.Terminal.Width));
                if (explanation is not null) session.Terminal.Out.Write(ExplanationText.Render(explanation, session.Terminal.Width));
                break;
        }
    }

    private static string[] Mappings(Session session, RunOptions options, ParseResult parsed) =>
        options.MappingFile(parsed) is { } file && session.Files.Locate(MappingFile.Kind, file) is { } found ? [found] : [];

    private static void Write(Session session, string directory, ResultTable table, EngineChoice engine, IEnumerable<string> inputs)
    {
        ResultCsv.WriteFile(Path.Combine(directory, SweepDirectory.Results), table);
        ProvenanceJson.WriteFile(Path.Combine(directory, Provenance.FileName), new Provenance(
            Provenance.PortableCommand(session.Arguments), Session.Version, InputHashes.Of(inputs), 0, EngineName.Of(engine),
            1, PointCounts.Of(table.Rows), null));
    }
}
