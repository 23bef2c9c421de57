using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using AccelSim.Cli.Points;
using AccelSim.Engine.Results;
using AccelSim.Explore.Reports;
using AccelSim.Explore.Results;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Cli.Verbs;

/// <summary>Runs one step and prints or writes its rows.</summary>
internal static class RunOutput
{
    public static int Run(
        Session session, RunOptions options, ParseResult parsed, Machine machine, string workload, WorkloadStep step, IEnumerable<string> inputs)
    {
        EngineChoice engine = options.Engine(parsed);
        Mapping? mapping = options.Mapping(parsed, session);
        StepRun run = StepRun.Of(new Simulator(machine, engine), step, mapping);
        var table = new ResultTable([], StepRows.Of(0, machine.Name, workload, [], run, options.Operations(parsed)));
        if (options.Out(parsed) is { } directory) Write(session, directory, table, engine, inputs);
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
        if (options.Explain(parsed)) session.Terminal.Error.Write(Explanation.Of(machine, run));
        return ExitCode.Done;
    }

    private static void Write(Session session, string directory, ResultTable table, EngineChoice engine, IEnumerable<string> inputs)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new WriteFailedException(directory, error);
        }
        ResultCsv.WriteFile(Path.Combine(directory, "results.csv"), table);
        ProvenanceJson.WriteFile(Path.Combine(directory, Provenance.FileName), new Provenance(
            Provenance.PortableCommand(session.Arguments), Session.Version, InputHashes.Of(inputs), 0, engine.ToString().ToLower(CultureInfo.InvariantCulture),
            1, PointCounts.Of(table.Rows), null));
    }
}
