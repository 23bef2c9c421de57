using System.Collections.Immutable;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Results;

/// <summary>One operation of a step with its results.</summary>
public sealed record StepOperation(OperationResult Result, long Repeats, MetricValues Metrics);

/// <summary>A step of a workload, run: its operations one after another, and the total.</summary>
/// <param name="Operations">In order of execution.</param>
/// <param name="Total">Metrics of the whole step.</param>
/// <param name="Notes">Promotions and expansions, each once.</param>
public sealed record StepRun(ImmutableArray<StepOperation> Operations, MetricValues Total, string Notes)
{
    /// <exception cref="InfeasibleException">An operation does not fit, or the step's data does not fit in memory.</exception>
    public static StepRun Of(Simulator simulator, WorkloadStep step, Mapping? pinned = null)
    {
        Machine machine = simulator.Machine;
        if (step.ResidentBytes > machine.Memory.CapacityBytes)
        {
            throw new InfeasibleException(
                $"{step.ResidentBytes} bytes per chip ({step.ResidentBreakdown}) exceed memory.capacity of {machine.Memory.CapacityBytes}");
        }
        var sums = new MetricSums(machine);
        var operations = ImmutableArray.CreateBuilder<StepOperation>(step.Operations.Length);
        var notes = new List<string>();
        // A pinned mapping is for the operations as they are.
        IReadOnlyList<RepeatedOperation> run = pinned is null ? KeptOutputs.Of(simulator, step.Operations) : step.Operations;
        foreach (RepeatedOperation repeated in run)
        {
            bool mapped = repeated.Operation is not CollectiveOperation;
            OperationResult result = simulator.Run(repeated.Operation, mapped ? pinned : null);
            sums.Add(result, repeated.Repeats);
            operations.Add(new StepOperation(result, repeated.Repeats, OperationMetrics.Of(machine, result)));
            if (result.Note.Length > 0 && !notes.Contains(result.Note)) notes.Add(result.Note);
        }
        MetricValues total = sums.Values();
        if (step.TokensProduced > 0)
        {
            double seconds = sums.Cycles / (double)machine.LoadClockHz;
            total.Set(Metrics.TokensPerS, step.TokensProduced / seconds);
            if (step.IsPrefill) total.Set(Metrics.TimeToFirstTokenMs, seconds * 1e3);
            else
            {
                total.Set(Metrics.TimePerOutputTokenMs, seconds * 1e3);
                total.Set(Metrics.MeanTokensPerStep, 1.0);
            }
        }
        return new StepRun(operations.ToImmutable(), total, string.Join("; ", notes));
    }
}
