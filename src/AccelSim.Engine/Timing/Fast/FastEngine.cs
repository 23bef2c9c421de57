using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>
/// The event-driven engine: computes the time of every event of docs/ENGINE.md from recurrences, in an order in which each depends only on
/// events already timed. Memory does not grow with the operation.
/// </summary>
public static class FastEngine
{
    /// <summary>Times a stream of steps.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="tokens">The token table that the steps refer to; empty for an operation without tensor work.</param>
    /// <param name="steps">The stream in order.</param>
    /// <param name="observer">Is told of every event, which then are all simulated one by one; null for none.</param>
    /// <exception cref="DeadlockException">Steps wait for each other.</exception>
    public static OperationCounters Run(
        Machine machine, IReadOnlyList<TokenTiming> tokens, IEnumerable<Step> steps, ITimingObserver? observer = null)
    {
        using IEnumerator<Step> stream = steps.GetEnumerator();
        return new FastRun(machine, tokens, stream, observer).Run();
    }
}
