using System.Collections.Concurrent;
using System.Collections.Immutable;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Mappers;

/// <summary>
/// Searches a bounded space of mappings per shape: ranks them by the lowered summary (<see cref="Ranking"/>), then times the beginning of the
/// best few and keeps the fastest (<see cref="Contest"/>). The same shape on the same machine is searched once. Candidates come in a fixed
/// order and only a strictly cheaper one goes ahead of another, so results do not depend on the number of threads.
/// </summary>
public sealed class Mapper(Machine machine)
{
    private readonly Ranking ranking = new(machine);
    private readonly ConcurrentDictionary<Operation, ImmutableArray<Mapping>> known = new(OperationComparer.Instance);

    /// <summary>Best mapping of every shape.</summary>
    /// <exception cref="InfeasibleException">Nothing fits; the message names the violated constraint with its numbers.</exception>
    public ImmutableArray<Mapping> Map(Operation operation) => Search(operation, complete: false).Mappings;

    /// <summary>Best mapping of every shape, and the counters of the fast engine under them: the trial of the best one, if there was one, goes on to the end.</summary>
    /// <exception cref="InfeasibleException">Nothing fits; the message names the violated constraint with its numbers.</exception>
    internal (ImmutableArray<Mapping> Mappings, OperationCounters Counters) Run(Operation operation)
    {
        (ImmutableArray<Mapping> mappings, OperationCounters? counters) = Search(operation, complete: true);
        if (counters is not null) return (mappings, counters);
        Lowered lowered = Lowering.Lower(machine, operation, mappings);
        return (mappings, FastEngine.Run(machine, lowered.Tokens, lowered.Stream));
    }

    private (ImmutableArray<Mapping> Mappings, OperationCounters? Counters) Search(Operation operation, bool complete)
    {
        if (known.TryGetValue(operation, out ImmutableArray<Mapping> found)) return (found, null);
        Plans plans = Plans.For(machine, operation);
        int shapes = Lowering.Shapes(operation);
        OperationCounters? counters = null;
        var mappings = ImmutableArray.CreateBuilder<Mapping>(shapes);
        for (int shape = 0; shape < shapes; shape++)
        {
            (Mapping mapping, Trial? trial) = Contest.Best(machine, operation, shape, ranking.Of(operation, shape, plans));
            mappings.Add(mapping);
            // The trial of an only shape runs the operation itself.
            if (complete && shapes == 1) counters = trial?.Complete();
            trial?.Dispose();
        }
        return (known.GetOrAdd(operation, mappings.MoveToImmutable()), counters);
    }

    /// <summary>Checks a mapping given by the user against an operation's shapes.</summary>
    /// <exception cref="InfeasibleException">It does not fit.</exception>
    public void Check(Operation operation, Mapping mapping) => Check(operation, [.. Enumerable.Repeat(mapping, Lowering.Shapes(operation))]);

    /// <summary>Checks a mapping for each of an operation's shapes.</summary>
    /// <exception cref="InfeasibleException">They do not fit.</exception>
    public void Check(Operation operation, ImmutableArray<Mapping> mappings)
    {
        Plans plans = Plans.For(machine, operation);
        for (int shape = 0; shape < mappings.Length; shape++)
        {
            if (Misfit(operation, shape, mappings[shape], plans) is { } reason) throw new InfeasibleException($"{operation.Name}: {reason}");
        }
    }

    private string? Misfit(Operation operation, int shape, Mapping mapping, Plans plans) =>
        MappingRules.Violation(machine, operation, mapping, plans)
        ?? Ranking.Misfit(machine, Lowering.Summarize(machine, operation, shape, mapping, plans, ShapeBytes.Of(operation, shape)));
}
