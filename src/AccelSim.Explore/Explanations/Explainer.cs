using System.Collections.Immutable;
using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Explanations;

/// <summary>Explains a run: what its cycles were, where it stands under the roofs, and what a better machine would buy, simulated.</summary>
public static class Explainer
{
    /// <summary>Simulates the step again on every changed machine of the catalogue, in parallel; the result does not depend on how.</summary>
    public static StepExplanation Of(Machine machine, StepRun run, Mapping? pinned = null)
    {
        ImmutableArray<(ParameterChange Change, string? Untried, double[] Seconds)> tried = [.. SensitivityCatalogue.All
            .SelectMany(s => s.Changes(machine)).AsParallel().AsOrdered().Select(change => Try(machine, change, run, pinned))];
        double[] before = [.. run.Operations.Select(o => Seconds(machine, o.Result))];
        long cycles = run.Operations.Sum(o => o.Result.Counters.Cycles * o.Repeats);
        ImmutableArray<Gain> Gains(Func<double[], double> time) => [.. tried.Where(t => t.Untried is null)
            .Select(t => GainOf(t.Change, time(before), time(t.Seconds))).OrderByDescending(g => g.GainPercent)];
        var operations = run.Operations.Select((operation, i) => new OperationExplanation(
            operation.Result.Operation.Name,
            cycles == 0 ? 0 : operation.Result.Counters.Cycles * (double)operation.Repeats / cycles,
            Labels(operation.Result.Counters),
            RooflinePosition.Of(machine, operation.Result, operation.Metrics),
            Gains(seconds => seconds[i]),
            operation));
        return new StepExplanation(
            machine, [.. operations], Gains(seconds => run.Operations.Select((o, i) => o.Repeats * seconds[i]).Sum()),
            [.. SensitivityCatalogue.Excluded, .. tried.Where(t => t.Untried is not null).Select(t => (t.Change.Key, t.Untried!))], pinned is not null);
    }

    private static (ParameterChange, string?, double[]) Try(Machine machine, ParameterChange change, StepRun run, Mapping? pinned)
    {
        var simulator = new Simulator(change.Machine);
        try
        {
            return (change, null, [.. run.Operations.Select(o => Seconds(change.Machine, Again(machine, simulator, o.Result, pinned)))]);
        }
        catch (InfeasibleException error)
        {
            return (change, $"{change.Text(change.To)} is infeasible: {error.Message}", []);
        }
    }

    private static OperationResult Again(Machine machine, Simulator simulator, OperationResult before, Mapping? pinned)
    {
        if (before.Operation is CollectiveOperation) return simulator.Run(before.Operation);
        OperationResult found = simulator.Run(before.Operation, pinned);
        // The search is a heuristic: a better machine is not worse off than with the mapping that it had before.
        if (pinned is not null || Seconds(simulator.Machine, found) <= Seconds(machine, before) || before.Mappings.Distinct().Count() != 1) return found;
        try
        {
            OperationResult kept = simulator.Run(before.Operation, before.Mappings[0]);
            return kept.Counters.Cycles < found.Counters.Cycles ? kept : found;
        }
        catch (InfeasibleException)
        {
            return found;
        }
    }

    private static ImmutableArray<(string, long)> Labels(OperationCounters c) =>
    [
        ("compute", c.ComputeCycles),
        .. Enum.GetValues<StallCause>().Where(cause => c.Stalls[(int)cause] > 0).Select(cause => (Metrics.Snake(cause), c.Stalls[(int)cause])),
    ];

    private static Gain GainOf(ParameterChange change, double before, double after) => new(
        change.Key, change.Text(change.From), change.Text(change.To), change.Percent, before == 0 ? 0 : 100 * (before - after) / before);

    private static double Seconds(Machine machine, OperationResult result) => result.Counters.Cycles / (double)machine.LoadClockHz;
}
