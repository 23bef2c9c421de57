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
    private const int Most = 12;

    /// <summary>How many of one tile while others are there: they differ little from each other, and an estimate that is wrong of one is wrong of all.</summary>
    private const int MostOfATile = 2;

    /// <summary>The fine space is ranked instead where fewer of the usual candidates fit than this and than <see cref="MostFittingShare"/> of them: a large choice needs no finer one.</summary>
    private const int Few = 64;

    private const double MostFittingShare = 0.5;

    /// <summary>Small tiles are ranked too where less than this share of the usual candidates fits.</summary>
    private const double WorthSmallTiles = 0.1;

    /// <summary>The best few mappings of a shape, best first; of equals the earlier candidate stays ahead.</summary>
    /// <exception cref="InfeasibleException">Nothing fits.</exception>
    public List<Entrant> Of(Operation operation, int shape, Plans plans) => Best(All(operation, shape, plans));

    /// <summary>Every candidate that fits, in the order of the space.</summary>
    /// <exception cref="InfeasibleException">Nothing fits.</exception>
    public List<Entrant> All(Operation operation, int shape, Plans plans)
    {
        ShapeBytes whole = ShapeBytes.Of(operation, shape);
        var fitting = new List<Entrant>();
        (int fit, int tried, _) = Add(fitting, MappingSpace.Of(machine, operation, shape, plans), operation, shape, plans, whole);
        bool small = fit < WorthSmallTiles * tried;
        if (fit < Few && fit < MostFittingShare * tried)
        {
            fitting.Clear();
            Add(fitting, MappingSpace.Of(machine, operation, shape, plans, fine: true), operation, shape, plans, whole);
        }
        if (small || fitting.Count == 0)
        {
            (_, _, string? misfit) = Add(fitting, MappingSpace.Small(machine, operation, shape, plans), operation, shape, plans, whole);
            if (fitting.Count == 0) throw new InfeasibleException($"{operation.Name}: no mapping fits; the smallest one tried: {misfit ?? "none was possible"}");
        }
        return fitting;
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

    /// <summary>OrderBy is stable, so of equals the earlier candidate stays ahead.</summary>
    private static List<Entrant> Best(List<Entrant> fitting)
    {
        var best = new List<Entrant>(Most);
        var others = new List<Entrant>();
        foreach (Entrant entrant in fitting.OrderBy(e => e.Cycles))
        {
            // Sizes that round to the same tile give a candidate twice.
            if (best.Exists(e => e.Cycles == entrant.Cycles && e.Mapping == entrant.Mapping)) continue;
            if (best.Count(e => e.HasTileOf(entrant)) < MostOfATile) best.Add(entrant);
            else if (others.Count < Most) others.Add(entrant);
            if (best.Count == Most) return best;
        }
        best.AddRange(others.Take(Most - best.Count));
        return [.. best.OrderBy(e => e.Cycles)];
    }

    /// <summary>Adds what fits. Counted are candidates with buffers that overlap: how many of these fit tells whether the space is worth refining.</summary>
    private (int Fit, int Tried, string? Misfit) Add(
        List<Entrant> fitting, IEnumerable<Mapping> candidates, Operation operation, int shape, Plans plans, ShapeBytes whole)
    {
        (int fit, int tried, string? misfit) = (0, 0, null);
        Mapping? tooLarge = null;
        foreach (Mapping candidate in candidates)
        {
            bool overlaps = candidate.AccumulatorBuffers > 1;
            if (overlaps) tried++;
            if (tooLarge is not null && TakesAsMuch(candidate, tooLarge)) continue;
            LoweredSummary summary = Lowering.Summarize(machine, operation, shape, candidate, plans, whole);
            if (summary.ScratchpadBytes > machine.Scratchpad.CapacityBytes) tooLarge = candidate;
            if (Misfit(machine, summary) is { } reason)
            {
                misfit = reason;
                continue;
            }
            if (overlaps) fit++;
            fitting.Add(new Entrant(summary.EstimateCycles(machine), summary.Steps, summary.DramBytes, candidate));
        }
        return (fit, tried, misfit);
    }

    /// <summary>Whether a mapping of the same tiles has no fewer buffers, and so takes no less of a scratchpad: what lies in the shared buffer does not count there.</summary>
    private static bool TakesAsMuch(Mapping candidate, Mapping other) =>
        candidate.OperandBuffers >= other.OperandBuffers && candidate.AccumulatorBuffers >= other.AccumulatorBuffers
        && (candidate.TileM, candidate.TileN, candidate.TileK, candidate.CoresG, candidate.CoresM, candidate.CoresN, candidate.CoresK)
        == (other.TileM, other.TileN, other.TileK, other.CoresG, other.CoresM, other.CoresN, other.CoresK);
}
