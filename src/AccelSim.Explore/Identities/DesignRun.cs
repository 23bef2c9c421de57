using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Identities;

/// <summary>A random design and what the simulator made of it.</summary>
/// <param name="Machine">One chip.</param>
/// <param name="Result">Of a random operation.</param>
internal sealed record DesignRun(Machine Machine, OperationResult Result)
{
    public Operation Operation => Result.Operation;

    public OperationCounters Counters => Result.Counters;
}
