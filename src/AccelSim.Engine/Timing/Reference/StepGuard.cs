using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>What docs/ENGINE.md presupposes of a stream; a step that breaks it would have no defined timing.</summary>
internal static class StepGuard
{
    public static void Check(StepState state, IReadOnlyList<TokenTiming> tokens)
    {
        Step step = state.Step;
        switch (step.Kind)
        {
            case StepKind.Load or StepKind.Store:
                Require(step.Bytes >= 1 && (step.BytesPerCore >= 1 || step.StopsAtSharedBuffer) && step.Address >= 0, state, "moves at least one byte per core, from an address >= 0");
                break;
            case StepKind.Exchange:
                Require(step.BytesPerCore >= 1, state, "moves at least one byte per core");
                break;
            case StepKind.Vector:
                Require(step.Cycles >= 1, state, "has at least one cycle");
                break;
            default:
                Require(step.Tokens >= 1, state, "has at least one token");
                Check(tokens[step.Token], state);
                break;
        }
    }

    private static void Check(TokenTiming token, StepState state)
    {
        Require(token.Fetch >= 1 && token.Dense >= 1, state, "fetches and issues for at least one cycle a token");
        Require(token.DenseLatency >= token.Dense && token.SparseLatency >= token.Sparse, state, "has latencies not below their services");
        Require(token.Gather >= 0 && token.RescaleLatency >= 0, state, "has no negative service or latency");
        Require(token.Select > 0 == token.Sparse > 0, state, "has a selector and a sparse unit, or neither");
        Require(token.Select <= 0 || token.SparseQueue >= 1, state, "has a sparse queue of at least one token");
        Require(token.Rescale <= 0 || token.RescaleQueue >= 1, state, "has a rescale queue of at least one token");
    }

    private static void Require(bool holds, StepState state, string rule)
    {
        if (!holds) throw new ArgumentException($"{state} breaks the rule that a step of its kind {rule}");
    }
}
