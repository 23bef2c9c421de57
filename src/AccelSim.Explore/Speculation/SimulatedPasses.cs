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
        return known.GetOrAdd(PassKey.Of(workload), _ => new Lazy<PassTime>(() => Time(workload.Expand().Operations, workload.TensorParallel))).Value;
    }

    public PassTime Beside(IEnumerable<RepeatedOperation> operations, int tensorParallel) => Time(operations, tensorParallel);

    private PassTime Time(IEnumerable<RepeatedOperation> operations, int chips)
    {
        // A draft may use fewer chips than its target; the others wait.
        Simulator simulator = simulators.GetOrAdd(chips, n => new Simulator(machine with { Chips = n }, engine));
        RepeatedOperation[] all = [.. operations];
        if (all.Length == 0) return PassTime.None;
        var sums = new MetricSums(simulator.Machine);
        foreach (RepeatedOperation repeated in KeptOutputs.Of(simulator, all)) sums.Add(simulator.Run(repeated.Operation), repeated.Repeats);
        MetricValues values = sums.Values();
        return new PassTime(sums.Cycles / (double)machine.LoadClockHz, sums.Cycles,
            (long)values.Number(Metrics.DramReadBytes), (long)values.Number(Metrics.DramWriteBytes), KvTraffic.Of(all), values[Metrics.Bound]);
    }
}
