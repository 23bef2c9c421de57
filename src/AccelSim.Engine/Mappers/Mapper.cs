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
/// Searches a bounded space of mappings per shape: ranks them by the lowered summary, then times the beginning of the best few and keeps the
/// fastest. The same shape on the same machine is searched once. Candidates come in a fixed order and only a strictly cheaper one goes ahead
/// of another, so results do not depend on the number of threads.
/// </summary>
public sealed class Mapper(Machine machine)
{
    /// <summary>Mappings with the best estimates that are timed against each other.</summary>
    private const int Finalists = 4;

    /// <summary>Estimates up to this factor of the best one take part.</summary>
    private const double WorthATrial = 1.25;

    /// <summary>Small tiles are tried too where less than this share of the usual candidates fits.</summary>
    private const double WorthSmallTiles = 0.1;

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
            (Mapping mapping, Trial? trial) = Best(operation, shape, plans);
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

    private (Mapping Mapping, Trial? Trial) Best(Operation operation, int shape, Plans plans)
    {
        List<(double Cycles, Mapping Mapping)> finalists = Rank(operation, shape, plans);
        if (finalists.Count == 1) return (finalists[0].Mapping, null);
        Trial? best = null;
        foreach ((double cycles, Mapping mapping) in finalists)
        {
            // An estimate that is far behind is not worth a trial; of equals the first stays.
            if (cycles > finalists[0].Cycles * WorthATrial) break;
            var trial = new Trial(machine, operation, shape, mapping);
            if (best is null || trial.Cycles < best.Cycles) (best, trial) = (trial, best);
            trial?.Dispose();
        }
        return (best!.Mapping, best);
    }

    /// <summary>The best few mappings of a shape by estimate, best first.</summary>
    /// <exception cref="InfeasibleException">Nothing fits.</exception>
    internal List<(double Cycles, Mapping Mapping)> Rank(Operation operation, int shape, Plans plans)
    {
        ShapeBytes whole = ShapeBytes.Of(operation, shape);
        var finalists = new List<(double Cycles, Mapping Mapping)>(Finalists + 1);
        (int fit, int tried, _) = Rank(MappingSpace.Of(machine, operation, shape, plans), operation, shape, plans, whole, finalists);
        if (fit >= WorthSmallTiles * tried) return finalists;
        (_, _, string? misfit) = Rank(MappingSpace.Small(machine, operation, shape, plans), operation, shape, plans, whole, finalists);
        if (finalists.Count == 0) throw new InfeasibleException($"{operation.Name}: no mapping fits; the smallest one tried: {misfit ?? "none was possible"}");
        return finalists;
    }

    private (int Fit, int Tried, string? Misfit) Rank(
        IEnumerable<Mapping> candidates, Operation operation, int shape, Plans plans, ShapeBytes whole, List<(double Cycles, Mapping Mapping)> finalists)
    {
        (int fit, int tried, string? misfit) = (0, 0, null);
        foreach (Mapping candidate in candidates)
        {
            tried++;
            LoweredSummary summary = Lowering.Summarize(machine, operation, shape, candidate, plans, whole);
            if (Capacity(summary) is { } reason)
            {
                misfit = reason;
                continue;
            }
            fit++;
            double cycles = summary.EstimateCycles(machine);
            if (finalists.Count == Finalists && cycles >= finalists[^1].Cycles) continue;
            int place = finalists.Count;
            while (place > 0 && cycles < finalists[place - 1].Cycles) place--;
            finalists.Insert(place, (cycles, candidate));
            if (finalists.Count > Finalists) finalists.RemoveAt(Finalists);
        }
        return (fit, tried, misfit);
    }

    private string? Misfit(Operation operation, int shape, Mapping mapping, Plans plans) =>
        MappingRules.Violation(machine, operation, mapping, plans)
        ?? Capacity(Lowering.Summarize(machine, operation, shape, mapping, plans, ShapeBytes.Of(operation, shape)));

    private string? Capacity(in LoweredSummary summary)
    {
        if (summary.ScratchpadBytes > machine.Scratchpad.CapacityBytes)
            return $"its buffers take {summary.ScratchpadBytes} bytes of a scratchpad of {machine.Scratchpad.CapacityBytes}";
        if (summary.SharedBufferBytes > machine.SharedBuffer.CapacityBytes)
            return $"it holds {summary.SharedBufferBytes} bytes in a shared buffer of {machine.SharedBuffer.CapacityBytes}";
        return null;
    }
}
