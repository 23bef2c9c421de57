using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using AccelSim.Cli.Points;
using AccelSim.Explore.Results;
using AccelSim.Explore.Speculation;
using AccelSim.Input.Speculation;
using AccelSim.Model.Pairs;
using AccelSim.Model.Speculation;
using AccelSim.Model.Workloads;

namespace AccelSim.Cli.Verbs;

/// <summary>Carries out <c>speculate</c>: plans, replays a trace, or serves requests.</summary>
internal sealed class SpeculateRun(Session session, SpeculateCase work, int jobs, ImmutableArray<string> inputs, bool csv)
{
    private readonly SimulatedPasses passes = new(work.Machine);
    private readonly PlanText text = new(work.Machine.Name, work.Workload, StrategyFile.Word);

    public int Plan(OutputDirectory? directory)
    {
        var composer = new StepComposer(passes);
        Plan plan = Planned(composer, work.Axes);
        if (!plan.Rows.Any(r => r.Runs)) throw new InfeasibleException(plan.Rows[0].Reason);
        if (csv) session.Terminal.Out.Write(text.Csv(plan.Rows));
        else
        {
            foreach (long context in work.Axes.Contexts)
            {
                foreach (long batch in work.Axes.Batches) Answer(composer, plan, context, batch);
            }
        }
        if (directory is not null) Write(directory, composer, plan);
        return ExitCode.Done;
    }

    /// <summary>Replays accepted counts of a trace.</summary>
    public int Replay()
    {
        var replay = new TraceReplay(new StepComposer(passes));
        TraceReplayResult result = replay.Run(work.Axes.Strategies[0], work.Target, work.Trace!.Value);
        session.Terminal.Out.Write(csv ? result.Csv() : result.ToString());
        return ExitCode.Done;
    }

    public int Serve(OutputDirectory? directory) => new ServeRun(session, work, passes, csv).Run(directory);

    private Plan Planned(StepComposer composer, PlanAxes axes)
    {
        var watch = Stopwatch.StartNew();
        int before = passes.Passes;
        Plan plan = new SpeculationPlanner(composer, work.Machine.Memory.CapacityBytes).Plan(work.Target, axes, jobs, session.Terminal.Stop);
        session.Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{plan.Rows.Length} combinations of {passes.Passes - before} simulated passes in {watch.Elapsed.TotalSeconds:0.0} s"));
        return plan;
    }

    private void Answer(StepComposer composer, Plan plan, long context, long batch)
    {
        if (work.Axes.Contexts.Length * work.Axes.Batches.Length == 1)
            session.Terminal.Out.Write(text.Table(plan.BestOfEach(context, batch).OrderByDescending(r => r.Runs ? r.Step!.Speedup : 0), session.Terminal.Width) + "\n");
        PlanRow? best = plan.Best(context, batch);
        PassTime? first = null;
        if (best is not null && context <= work.Target.Model.MaxContext) first = composer.FirstToken(best.Point.Strategy, work.Target.With(batch, context));
        long kv = KvCache.Bytes(work.Target.Model, context, _ => work.Target.Formats.Kv, work.Target.TensorParallel) / context;
        session.Terminal.Out.Write(PlanAnswer.Of(plan, context, batch, first, kv, work.Machine.Memory.PeakBytesPerSecond * work.Machine.Chips));
    }

    private void Write(OutputDirectory directory, StepComposer composer, Plan plan)
    {
        SpeculationGrid grid = SpeculationGrid.Of(work.Target, work.Axes);
        Plan wide = Planned(composer, grid.Axes);
        AtomicFile.Write(directory.PathOf("plan.csv"), text.Csv(plan.Rows));
        AtomicFile.Write(directory.PathOf("grid.csv"), text.Csv(wide.Rows));
        AtomicFile.Write(directory.PathOf("best.csv"), text.Csv(grid.Axes.Contexts.SelectMany(c => grid.Axes.Batches.SelectMany(b => wide.BestOfEach(c, b)))));
        SpeculationPlots.Write(wide, grid, (name, picture) => picture.WriteFile(directory.PathOf(name)));
        Combined(directory, grid);
        ProvenanceJson.WriteFile(directory.PathOf(Provenance.FileName), new Provenance(
            Provenance.PortableCommand(session.Arguments), Session.Version, InputHashes.Of(inputs), 0, "auto", plan.Rows.Length, new PointCounts(plan.Rows.Count(r => r.Runs), plan.Rows.Count(r => !r.Runs), 0), null));
    }

    // {formats} x {strategies}: what the two papers give together.
    private void Combined(OutputDirectory directory, SpeculationGrid grid)
    {
        var fronts = ImmutableArray.CreateBuilder<(string Format, Plan Plan)>();
        foreach ((string name, FormatPlan formats) in FormatChoices.Of(session.Files.Formats, work.Target.Formats))
        {
            if (formats.Faults().Any()) continue;
            var composer = new StepComposer(passes);
            var planner = new SpeculationPlanner(composer, work.Machine.Memory.CapacityBytes);
            fronts.Add((name, planner.Plan(work.Target with { Formats = formats }, grid.Combined, jobs, session.Terminal.Stop)));
        }
        AtomicFile.Write(directory.PathOf("combined.csv"), string.Concat(fronts.Select((f, i) =>
            new PlanText(work.Machine.Name, $"{work.Workload} {f.Format}", StrategyFile.Word).Csv(f.Plan.Rows) is var rows && i == 0 ? rows : rows[(rows.IndexOf('\n', StringComparison.Ordinal) + 1)..])));
        SpeculationPlots.Combined(fronts.ToImmutable(), grid).WriteFile(directory.PathOf("combined-front.png"));
    }
}
