using System.Collections.Immutable;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Results;

/// <summary>A step of a workload, run: its operations one after another, and the total.</summary>
/// <param name="Operations">In order of execution.</param>
/// <param name="Total">Metrics of the whole step.</param>
/// <param name="Notes">Promotions and expansions, each once.</param>
public sealed record StepRun(ImmutableArray<StepOperation> Operations, MetricValues Total, string Notes)
{
    /// <summary>Runs a step.</summary>
    /// <param name="simulator">Runs its operations.</param>
    /// <param name="step">The step.</param>
    /// <param name="pinned">A mapping for all operations, or null to search.</param>
    /// <param name="progress">Told the number of operations that are done.</param>
    /// <exception cref="InfeasibleException">An operation does not fit, or the step's data does not fit in memory.</exception>
    public static StepRun Of(Simulator simulator, WorkloadStep step, Mapping? pinned = null, Action<int>? progress = null)
    {
        Machine machine = simulator.Machine;
        if (step.ResidentBytes > machine.Memory.CapacityBytes)
        {
            throw new InfeasibleException(
                $"{step.ResidentBytes} bytes per chip ({step.ResidentBreakdown}) exceed memory.capacity of {machine.Memory.CapacityBytes} bytes");
        }
        var sums = new MetricSums(machine);
        var operations = ImmutableArray.CreateBuilder<StepOperation>(step.Operations.Length);
        var notes = new List<string>();
        foreach ((OperationResult result, long repeats) in Results(simulator, step, pinned))
        {
            sums.Add(result, repeats);
            operations.Add(new StepOperation(result, repeats, OperationMetrics.Of(machine, result)));
            if (result.Note.Length > 0 && !notes.Contains(result.Note)) notes.Add(result.Note);
            progress?.Invoke(operations.Count);
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

    /// <summary>Results of a step's operations, with what they leave on chip for each other where the machine does that, and how often each is run.</summary>
    /// <param name="simulator">Runs them.</param>
    /// <param name="step">The step.</param>
    /// <param name="pinned">A mapping for all; it is for operations as they are, so nothing is left on chip.</param>
    /// <exception cref="InfeasibleException">An operation does not fit.</exception>
    public static IEnumerable<(OperationResult Result, long Repeats)> Results(Simulator simulator, WorkloadStep step, Mapping? pinned = null)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(step);
        return pinned is null && CarriedOnChip.Applies(simulator.Machine)
            ? CarriedOnChip.Of(simulator, step.Sequence)
            : step.Operations.Select(r => (simulator.Run(r.Operation, r.Operation is CollectiveOperation ? null : pinned), r.Repeats));
    }
}
