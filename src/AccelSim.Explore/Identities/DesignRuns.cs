using System.Collections.Concurrent;
using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Pairs;

namespace AccelSim.Explore.Identities;

/// <summary>Random designs, each simulated once however many laws look at it.</summary>
internal sealed class DesignRuns
{
    private readonly ConcurrentDictionary<int, Lazy<(DesignRun? Run, string Reason)>> known = new();

    /// <exception cref="InfeasibleException">The machine cannot run the operation.</exception>
    public DesignRun Of(int seed)
    {
        (DesignRun? run, string reason) = known.GetOrAdd(seed, s => new(() => Simulate(s))).Value;
        return run ?? throw new InfeasibleException(reason);
    }

    private static (DesignRun? Run, string Reason) Simulate(int seed)
    {
        var designs = new RandomDesigns(seed);
        Machine machine = designs.Machine();
        try
        {
            return (new DesignRun(machine, new Simulator(machine).Run(designs.Operation())), "");
        }
        catch (InfeasibleException why)
        {
            return (null, why.Message);
        }
    }
}
