using System.Collections.Immutable;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Results;

/// <summary>A judged result of one operation on one chip.</summary>
/// <param name="Operation">What was run.</param>
/// <param name="Mappings">How, one mapping per shape; empty for a collective.</param>
/// <param name="Plans">On which units.</param>
/// <param name="Counters">What was counted.</param>
public sealed record OperationResult(Operation Operation, ImmutableArray<Mapping> Mappings, Plans Plans, OperationCounters Counters)
{
    /// <summary>Promotions and expansions, empty when everything ran natively.</summary>
    public string Note => Plans.Note(Operation);
}
