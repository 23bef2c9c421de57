using System.Collections.Immutable;
using AccelSim.Engine.Functional.Accumulation.Checks;
using AccelSim.Engine.Functional.Execution.Checks;
using AccelSim.Engine.Functional.Quantisation.Checks;
using AccelSim.Engine.Functional.Verification;

namespace AccelSim.Cli.Verbs;

/// <summary>Everything that <c>verify numerics</c> checks without recorded data; a new group of checks is one line here.</summary>
internal static class NumericChecks
{
    public static ImmutableArray<NumericCheck> All(Session session) =>
    [
        .. FormatChecks.All(session.Files.Formats),
        .. AccumulationChecks.All(BadInputException.Unless(session.Files.Accumulators())),
        .. GemmChecks.All,
        .. ExecutionChecks.All,
    ];
}
