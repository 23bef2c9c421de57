using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.IO.Enumeration;
using AccelSim.Engine.Results;
using AccelSim.Explore.Plots;
using AccelSim.Explore.Results;
using AccelSim.Explore.Timelines;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;

namespace AccelSim.Cli.Verbs;

/// <summary>Writes what <c>--timeline</c> asks for.</summary>
internal static class TimelineOutput
{
    public static void Write(Session session, RunOptions options, ParseResult parsed, Machine machine, string workload, StepRun run)
    {
        if (options.Timeline.File(parsed) is not { } file) return;
        ImmutableArray<OperationResult> shown = Shown(run, options.Timeline.Operation(parsed));
        bool picture = Path.GetExtension(file) != ".json";
        TimelineOptions what = options.Timeline.What(parsed, picture);
        if (what.FirstBus >= machine.Memory.Buses)
            throw new BadInputException($"--timeline-channels {what.FirstBus}..{what.LastBus}: {machine.Name} has buses 0..{machine.Memory.Buses - 1}");
        var simulator = new Simulator(machine, options.Engine(parsed));
        if (picture)
        {
            Draw(session, file, simulator, Longest(run, shown), what);
            return;
        }
        ImmutableArray<TimelineCut> cuts = [];
        AtomicFile.Write(file, stream => cuts = Timeline.Write(stream, simulator, shown, what,
            [("machine", machine.Name), ("workload", workload), ("program", $"accelsim {Session.Version}"), ("core_clock_hz", machine.LoadClockHz.ToString(CultureInfo.InvariantCulture)),
                ("buses", $"{what.FirstBus} to {Math.Min(what.LastBus, machine.Memory.Buses - 1)} of {machine.Memory.Buses}")]));
        session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{file}: {cuts.Sum(c => c.Events)} events of {cuts.Length} operations, buses {what.FirstBus} to {Math.Min(what.LastBus, machine.Memory.Buses - 1)} of {machine.Memory.Buses}; open it in ui.perfetto.dev or chrome://tracing"));
        foreach (TimelineCut cut in cuts.Where(c => c.IsCut))
            session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {cut.Operation}: cut to cycles {cut.From} to {cut.To} of {cut.Cycles} (--timeline-cycles A..B shows others)"));
    }

    private static void Draw(Session session, string file, Simulator simulator, OperationResult result, TimelineOptions what)
    {
        try
        {
            TimelinePlot.Draw($"{result.Operation.Name} on {simulator.Machine.Name}", simulator, result, what).WriteFile(file);
        }
        catch (ArgumentException error)
        {
            throw new BadInputException($"--timeline-cycles: {error.Message}");
        }
        session.Terminal.Error.WriteLine($"{file}: {result.Operation.Name}");
    }

    /// <summary>Of the shown operations the one that takes most of the step, all its repeats together.</summary>
    private static OperationResult Longest(StepRun run, ImmutableArray<OperationResult> shown) =>
        run.Operations.Where(o => o.Result.Operation is not CollectiveOperation && shown.Contains(o.Result)).MaxBy(o => (Int128)o.Repeats * o.Result.Counters.Cycles)?.Result
        ?? throw new BadInputException("--timeline: a collective has no picture; choose another operation with --timeline-operation");

    /// <summary>Operations of a pattern, equal ones once.</summary>
    private static ImmutableArray<OperationResult> Shown(StepRun run, string? pattern)
    {
        ImmutableArray<OperationResult> shown = [.. run.Operations.Select(o => o.Result)
            .Where(r => pattern is null || FileSystemName.MatchesSimpleExpression(pattern, r.Operation.Name))
            .DistinctBy(r => r.Operation, OperationComparer.Instance)];
        if (shown.IsEmpty)
            throw new BadInputException($"--timeline-operation {pattern}: matches none of {string.Join(", ", run.Operations.Select(o => o.Result.Operation.Name))}");
        return shown;
    }
}
