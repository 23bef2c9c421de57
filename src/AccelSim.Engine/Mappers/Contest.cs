using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;

namespace AccelSim.Engine.Mappers;

/// <summary>Times the beginning of the ranked mappings, goes on with the best of them for longer, and keeps the fastest: successive halving.</summary>
internal static class Contest
{
    /// <summary>Estimates up to this factor of the best one take part.</summary>
    private const double WorthATrial = 1.25;

    /// <summary>Steps of the heat: several rounds through all buffers.</summary>
    private const int HeatSteps = 160;

    /// <summary>Steps of the final, after which refreshes and ends of waves hardly disturb the rate, and how many take part.</summary>
    private const int FinalSteps = 640, Finalists = 4;

    /// <summary>Times up to this factor of the best one are even, as near as an extended beginning can tell; of them the least DRAM traffic wins.</summary>
    private const double Even = 1.002;

    /// <summary>The winner, and its trial if it took one to find it; the caller disposes of that.</summary>
    public static (Mapping Mapping, Trial? Trial) Best(Machine machine, Operation operation, int shape, List<Entrant> ranked)
    {
        if (ranked.Count == 1) return (ranked[0].Mapping, null);
        Trial[] heat = [.. ranked.Where(e => e.Cycles <= ranked[0].Cycles * WorthATrial).Select(e => new Trial(machine, operation, shape, e, HeatSteps))];
        // OrderBy is stable: of equals the one ahead in the ranking stays ahead.
        Trial[] final = [.. heat.OrderBy(t => t.Cycles).Take(Finalists)];
        foreach (Trial trial in final) trial.Go(FinalSteps);
        double fastest = final.Min(t => t.Cycles);
        Trial best = final.Where(t => t.Cycles <= fastest * Even).OrderBy(t => t.Entrant.DramBytes).ThenBy(t => t.Cycles).First();
        foreach (Trial trial in heat.Where(t => t != best)) trial.Dispose();
        return (best.Entrant.Mapping, best);
    }
}
