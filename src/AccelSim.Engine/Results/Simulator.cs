using System.Collections.Concurrent;
using System.Collections.Immutable;
using AccelSim.Engine.Bounds;
using AccelSim.Engine.Mappers;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Engine.Timing.Reference;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Results;

/// <summary>Runs operations on one machine: map, lower, time, judge. Equal operations are simulated once (docs/DEVIATIONS.md, D1).</summary>
public sealed class Simulator(Machine machine, EngineChoice engine = EngineChoice.Auto)
{
    private readonly Mapper mapper = new(machine);
    private readonly ConcurrentDictionary<Operation, OperationResult> known = new(OperationComparer.Instance);

    public Machine Machine => machine;

    /// <summary>Runs one operation under the mapper's choice, or under a mapping given by the user.</summary>
    /// <exception cref="InfeasibleException">The machine cannot run it; the message says why, with numbers.</exception>
    /// <exception cref="BoundViolationException">A defect of the simulator.</exception>
    public OperationResult Run(Operation operation, Mapping? pinned = null)
    {
        if (pinned is not null) return Simulate(operation, pinned);
        OperationResult result = known.TryGetValue(operation, out OperationResult? found) ? found : known.GetOrAdd(operation, Simulate(operation, null));
        return result.Operation.Name == operation.Name ? result : result with { Operation = operation };
    }

    /// <summary>Runs one operation under a mapping for each of its shapes.</summary>
    /// <exception cref="InfeasibleException">They do not fit.</exception>
    /// <exception cref="BoundViolationException">A defect of the simulator.</exception>
    public OperationResult Run(Operation operation, ImmutableArray<Mapping> mappings)
    {
        mapper.Check(operation, mappings);
        return Judged(operation, Plans.For(machine, operation), mappings, Time(Lowering.Lower(machine, operation, mappings)));
    }

    /// <summary>The steps that <see cref="Run(Operation, Mapping?)"/> times.</summary>
    public Lowered Lower(Operation operation, Mapping? pinned = null) => Lowering.Lower(machine, operation, MappingsFor(operation, pinned));

    /// <summary>The steps that a result came from.</summary>
    public Lowered Lower(OperationResult result) => Lowering.Lower(machine, result.Operation, result.Mappings);

    /// <summary>Times a stream of steps with the chosen engine.</summary>
    /// <param name="lowered">The stream; it is read once.</param>
    /// <param name="observer">Is told of every event; null for none.</param>
    public OperationCounters Time(Lowered lowered, ITimingObserver? observer = null) => engine == EngineChoice.Reference
        ? ReferenceEngine.Run(machine, lowered.Tokens, lowered.Stream, observer)
        : FastEngine.Run(machine, lowered.Tokens, lowered.Stream, observer);

    private OperationResult Simulate(Operation operation, Mapping? pinned)
    {
        Plans plans = Plans.For(machine, operation);
        if (operation is CollectiveOperation collective)
        {
            return Judged(operation, plans, [], CollectiveTiming.Run(machine, collective));
        }
        ImmutableArray<Mapping> mappings;
        OperationCounters counters;
        if (pinned is null && engine != EngineChoice.Reference) (mappings, counters) = mapper.Run(operation);
        else
        {
            mappings = MappingsFor(operation, pinned);
            counters = Time(Lowering.Lower(machine, operation, mappings));
        }
        return Judged(operation, plans, mappings, counters);
    }

    private OperationResult Judged(Operation operation, Plans plans, ImmutableArray<Mapping> mappings, OperationCounters counters)
    {
        BoundJudge.Check(machine, operation, plans, counters);
        return new OperationResult(operation, mappings, plans, counters);
    }

    private ImmutableArray<Mapping> MappingsFor(Operation operation, Mapping? pinned)
    {
        if (pinned is null) return mapper.Map(operation);
        mapper.Check(operation, pinned);
        return [.. Enumerable.Repeat(pinned, Lowering.Shapes(operation))];
    }
}
