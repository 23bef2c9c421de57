using System.Collections.Concurrent;
using System.Collections.Immutable;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Mappers;

/// <summary>
/// Searches a bounded space of mappings per shape and keeps the cheapest by the lowered summary; the same shape on the same machine is
/// searched once. Candidates are tried in a fixed order and only a strictly cheaper one replaces the best, so results do not depend on timing.
/// </summary>
public sealed class Mapper(Machine machine)
{
    private readonly ConcurrentDictionary<Operation, ImmutableArray<Mapping>> known = new(OperationComparer.Instance);

    /// <summary>Best mapping of every shape.</summary>
    /// <exception cref="InfeasibleException">Nothing fits; the message names the violated constraint with its numbers.</exception>
    public ImmutableArray<Mapping> Map(Operation operation)
    {
        if (known.TryGetValue(operation, out ImmutableArray<Mapping> found)) return found;
        Plans plans = Plans.For(machine, operation);
        ImmutableArray<Mapping> mappings =
            [.. Enumerable.Range(0, Lowering.Shapes(operation)).Select(shape => Best(operation, shape, plans))];
        return known.GetOrAdd(operation, mappings);
    }

    /// <summary>Checks a mapping given by the user against an operation's shapes.</summary>
    /// <exception cref="InfeasibleException">It does not fit.</exception>
    public void Check(Operation operation, Mapping mapping)
    {
        Plans plans = Plans.For(machine, operation);
        for (int shape = 0; shape < Lowering.Shapes(operation); shape++)
        {
            if (Misfit(operation, shape, mapping, plans) is { } reason) throw new InfeasibleException($"{operation.Name}: {reason}");
        }
    }

    private Mapping Best(Operation operation, int shape, Plans plans)
    {
        Mapping? best = null;
        double bestCycles = double.PositiveInfinity;
        string? misfit = null;
        ShapeBytes whole = ShapeBytes.Of(operation, shape);
        foreach (Mapping candidate in MappingSpace.Of(machine, operation, shape, plans))
        {
            LoweredSummary summary = Lowering.Summarize(machine, operation, shape, candidate, plans, whole);
            if (Capacity(summary) is { } reason)
            {
                misfit = reason;
                continue;
            }
            double cycles = summary.EstimateCycles(machine);
            if (cycles >= bestCycles) continue;
            (best, bestCycles) = (candidate, cycles);
        }
        return best ?? throw new InfeasibleException($"{operation.Name}: no mapping fits; the smallest one tried: {misfit ?? "none was possible"}");
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
