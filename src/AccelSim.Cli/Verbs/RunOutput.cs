using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Points;
using AccelSim.Engine.Results;
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
        using (OutputDirectory? directory = path is null ? null : new OutputDirectory(path))
        {
            run = Simulate(session, options, parsed, machine, step);
            if (path is not null) Write(session, path, Table(machine, workload, run, options.Operations(parsed)), options.Engine(parsed), [.. inputs, .. Mappings(session, options, parsed)]);
        }
        Print(session, options, parsed, Table(machine, workload, run, options.Operations(parsed)));
        if (options.Explain(parsed)) (options.Format(parsed) == "table" ? session.Terminal.Out : session.Terminal.Error).Write(Explanation.Of(machine, run));
        return ExitCode.Done;
    }

    private static StepRun Simulate(Session session, RunOptions options, ParseResult parsed, Machine machine, WorkloadStep step)
    {
        var simulator = new Simulator(machine, options.Engine(parsed));
        if (options.MappingFile(parsed) is not { } file) return StepRun.Of(simulator, step, null);
        Mapping mapping = BadInputException.Unless(MappingFile.Kind.Load(file, [], session.Files));
        try
        {
            return StepRun.Of(simulator, step, mapping);
        }
        catch (InfeasibleException error)
        {
            throw new BadInputException($"{file}: {error.Message}");
        }
    }

    private static ResultTable Table(Machine machine, string workload, StepRun run, bool operations) => new([], StepRows.Of(0, machine.Name, workload, [], run, operations));

    private static void Print(Session session, RunOptions options, ParseResult parsed, ResultTable table)
    {
        switch (options.Format(parsed))
        {
            case "csv":
                using (var stream = new MemoryStream())
                {
                    ResultCsv.Write(stream, table);
                    session.Terminal.Out.Write(System.Text.Encoding.UTF8.GetString(stream.ToArray()));
                }
                break;
            case "json":
                session.Terminal.Out.WriteLine(ResultJson.Render(table));
                break;
            default:
                session.Terminal.Out.Write(ResultText.Render(ResultSheet.Of(table), null, session.Terminal.Width));
                break;
        }
    }

    private static string[] Mappings(Session session, RunOptions options, ParseResult parsed) =>
        options.MappingFile(parsed) is { } file && session.Files.Locate(MappingFile.Kind, file) is { } found ? [found] : [];

    private static void Write(Session session, string directory, ResultTable table, EngineChoice engine, IEnumerable<string> inputs)
    {
        ResultCsv.WriteFile(Path.Combine(directory, SweepDirectory.Results), table);
        ProvenanceJson.WriteFile(Path.Combine(directory, Provenance.FileName), new Provenance(
            Provenance.PortableCommand(session.Arguments), Session.Version, InputHashes.Of(inputs), 0, engine.ToString().ToLower(CultureInfo.InvariantCulture),
            1, PointCounts.Of(table.Rows), null));
    }
}
