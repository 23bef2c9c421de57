using AccelSim.Cli.Points;
using AccelSim.Explore.Results;
using AccelSim.Explore.Speculation;
using AccelSim.Explore.Speculation.Serving;
using AccelSim.Model.Speculation;

namespace AccelSim.Cli.Verbs;

/// <summary>Serves the requests of a case without a draft, and with the strategy that is best for a full batch of their mean length.</summary>
internal sealed class ServeRun(Session session, SpeculateCase work, SimulatedPasses passes, bool csv)
{
    /// <summary>Deadline where none is given, in decode steps of the case.</summary>
    private const double DeadlineSteps = 1.5;

    public int Run(OutputDirectory? directory)
    {
        var composer = new StepComposer(passes);
        long batch = work.Axes.Batches.Max(), context = Math.Min(work.Target.Model.MaxContext, (long)work.Requests!.Value.Average(r => (double)r.Prompt + r.Output / 2.0));
        var planner = new SpeculationPlanner(composer, work.Machine.Memory.CapacityBytes);
        PlanAxes axes = work.Axes with { Batches = [batch], Contexts = [context] };
        Plan plan = planner.Plan(work.Target, axes, 1, session.Terminal.Stop);
        SpeculationStrategy[] drafting = [.. plan.Of(context, batch).Where(r => r.Runs && r.Point.Strategy.Draft != DraftKind.None).OrderByDescending(r => r.Step!.Speedup).Take(1).Select(r => r.Point.Strategy)];
        double deadline = work.DeadlineMs ?? DeadlineSteps * plan.Autoregressive(context, batch)!.Step!.Autoregressive.Milliseconds;
        var options = new ServingOptions { DeadlineMs = deadline, MostSequences = (int)batch };
        var serving = new ServingSimulation(composer, work.Target, options, work.Machine.Memory.CapacityBytes);
        ServingResult[] results;
        try
        {
            results = [.. new[] { SpeculationStrategy.Autoregressive }.Concat(drafting).Select(s => serving.Run(s, work.Requests.Value, session.Terminal.Stop))];
        }
        catch (ArgumentException error)
        {
            throw new BadInputException($"--serve: {error.Message}");
        }
        foreach (SpeculationStrategy s in drafting)
            session.Terminal.Error.WriteLine(FormattableString.Invariant($"{s.Name}: gamma {s.Gamma}, budget {s.Budget}; best for {batch} sequences of {context} tokens. Deadline {deadline:0.##} ms per token"));
        session.Terminal.Out.Write(csv ? ServingResult.Csv(results) : ServingResult.Table(results, session.Terminal.Width));
        if (directory is not null) AtomicFile.Write(directory.PathOf("serving.csv"), ServingResult.Csv(results));
        return results.All(r => r.IsAccurate) ? ExitCode.Done : ExitCode.CheckFailed;
    }
}
