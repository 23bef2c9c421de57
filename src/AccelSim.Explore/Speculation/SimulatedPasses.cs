using System.Collections.Concurrent;
using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;
using AccelSim.Model.Workloads;

namespace AccelSim.Explore.Speculation;

/// <summary>Passes as the cycle engine times them. Equal passes, and equal operations of different passes, are simulated once; safe for any number of threads.</summary>
public sealed class SimulatedPasses(Machine machine, EngineChoice engine = EngineChoice.Auto) : IPassClock
{
    private readonly ConcurrentDictionary<int, Simulator> simulators = new();
    private readonly ConcurrentDictionary<PassKey, Lazy<PassTime>> known = new();

    public Machine Machine => machine;

    /// <summary>Different passes timed so far.</summary>
    public int Passes => known.Count;

    /// <exception cref="AccelSim.Model.Pairs.InfeasibleException">The machine cannot run an operation.</exception>
    public PassTime Pass(ModelWorkload workload)
    {
        ArgumentNullException.ThrowIfNull(workload);
        return known.GetOrAdd(PassKey.Of(workload), _ => new Lazy<PassTime>(() => Time(workload.Expand(), workload.TensorParallel))).Value;
    }

    /// <remarks>In no known order, so nothing is left on chip for the next operation.</remarks>
    public PassTime Beside(IEnumerable<RepeatedOperation> operations, int tensorParallel)
    {
        Simulator simulator = For(tensorParallel);
        RepeatedOperation[] all = [.. operations];
        return Sum(simulator.Machine, all.Select(r => (simulator.Run(r.Operation), r.Repeats)), all);
    }

    private PassTime Time(WorkloadStep step, int chips)
    {
        Simulator simulator = For(chips);
        return Sum(simulator.Machine, StepRun.Results(simulator, step), step.Operations);
    }

    /// <summary>A draft may use fewer chips than its target; the others wait.</summary>
    private Simulator For(int chips) => simulators.GetOrAdd(chips, n => new Simulator(machine with { Chips = n }, engine));

    private PassTime Sum(Machine chips, IEnumerable<(OperationResult Result, long Repeats)> results, IReadOnlyCollection<RepeatedOperation> operations)
    {
        if (operations.Count == 0) return PassTime.None;
        var sums = new MetricSums(chips);
        foreach ((OperationResult result, long repeats) in results) sums.Add(result, repeats);
        MetricValues values = sums.Values();
        return new PassTime(sums.Cycles / (double)machine.LoadClockHz, sums.Cycles,
            (long)values.Number(Metrics.DramReadBytes), (long)values.Number(Metrics.DramWriteBytes), KvTraffic.Of(operations), values[Metrics.Bound]);
    }
}
