using AccelSim.Engine.Schedule;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Mappers;

/// <summary>Ranks the candidates that fit by their estimated cycles, in closed form.</summary>
internal sealed class Ranking(Machine machine)
{
    /// <summary>Mappings that are kept.</summary>
    private const int Most = 16;

    /// <summary>The fine space is ranked instead where fewer of the usual candidates fit than this and than <see cref="MostFittingShare"/> of them: a large choice needs no finer one.</summary>
    private const int Few = 64;

    private const double MostFittingShare = 0.5;

    /// <summary>Small tiles are ranked too where less than this share of the usual candidates fits.</summary>
    private const double WorthSmallTiles = 0.1;

    /// <summary>The best few mappings of a shape, best first; of equals the earlier candidate stays ahead.</summary>
    /// <exception cref="InfeasibleException">Nothing fits.</exception>
    public List<Entrant> Of(Operation operation, int shape, Plans plans)
    {
        ShapeBytes whole = ShapeBytes.Of(operation, shape);
        var best = new List<Entrant>(Most + 1);
        (int fit, int tried, _) = Add(best, MappingSpace.Of(machine, operation, shape, plans), operation, shape, plans, whole);
        if (fit < Few && fit < MostFittingShare * tried)
        {
            best.Clear();
            Add(best, MappingSpace.Of(machine, operation, shape, plans, fine: true), operation, shape, plans, whole);
        }
        if (fit >= WorthSmallTiles * tried) return best;
        (_, _, string? misfit) = Add(best, MappingSpace.Small(machine, operation, shape, plans), operation, shape, plans, whole);
        if (best.Count == 0) throw new InfeasibleException($"{operation.Name}: no mapping fits; the smallest one tried: {misfit ?? "none was possible"}");
        return best;
    }

    /// <summary>Why buffers exceed their memories, or null.</summary>
    public static string? Misfit(Machine machine, in LoweredSummary summary)
    {
        if (summary.ScratchpadBytes > machine.Scratchpad.CapacityBytes)
            return $"its buffers take {summary.ScratchpadBytes} bytes of a scratchpad of {machine.Scratchpad.CapacityBytes}";
        if (summary.SharedBufferBytes > machine.SharedBuffer.CapacityBytes)
            return $"it holds {summary.SharedBufferBytes} bytes in a shared buffer of {machine.SharedBuffer.CapacityBytes}";
        return null;
    }

    private (int Fit, int Tried, string? Misfit) Add(
        List<Entrant> best, IEnumerable<Mapping> candidates, Operation operation, int shape, Plans plans, ShapeBytes whole)
    {
        (int fit, int tried, string? misfit) = (0, 0, null);
        foreach (Mapping candidate in candidates)
        {
            tried++;
            LoweredSummary summary = Lowering.Summarize(machine, operation, shape, candidate, plans, whole);
            if (Misfit(machine, summary) is { } reason)
            {
                misfit = reason;
                continue;
            }
            fit++;
            double cycles = summary.EstimateCycles(machine);
            if (best.Count == Most && cycles >= best[^1].Cycles) continue;
            // Sizes that round to the same tile give a candidate twice.
            if (best.Exists(e => e.Cycles == cycles && e.Mapping == candidate)) continue;
            int place = best.Count;
            while (place > 0 && cycles < best[place - 1].Cycles) place--;
            best.Insert(place, new Entrant(cycles, summary.Steps, summary.DramBytes, candidate));
            if (best.Count > Most) best.RemoveAt(Most);
        }
        return (fit, tried, misfit);
    }
}
