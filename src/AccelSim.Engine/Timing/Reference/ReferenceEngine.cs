using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>
/// The reference timing engine: ticks every component of every core in every core cycle and every DRAM bus in every DRAM cycle, as
/// docs/ENGINE.md says, with nothing skipped and nothing shared between equal components. Slow on purpose; the fast engine must
/// return the same counters.
/// </summary>
public static class ReferenceEngine
{
    /// <summary>Executes a stream of steps on one chip.</summary>
    /// <param name="machine">The chip; chip-to-chip links are not used.</param>
    /// <param name="tokens">The token table that <see cref="Step.Token"/> indexes.</param>
    /// <param name="steps">The whole stream, in order.</param>
    /// <param name="observer">Is told of every event of the lead core and of the memories; null for none.</param>
    /// <exception cref="DeadlockException">The stream waits for signals that no step can give.</exception>
    /// <exception cref="ArgumentException">A step or the memory breaks a rule that the timing presupposes.</exception>
    public static OperationCounters Run(Machine machine, IReadOnlyList<TokenTiming> tokens, IEnumerable<Step> steps, ITimingObserver? observer = null) =>
        Run(machine, tokens, steps, out _, observer);

    /// <summary>Executes a stream of steps and says how many ticks of how many components that took: the work of a benchmark.</summary>
    public static OperationCounters Run(Machine machine, IReadOnlyList<TokenTiming> tokens, IEnumerable<Step> steps, out long componentTicks, ITimingObserver? observer = null)
    {
        var stream = new StepStream(tokens, steps);
        var counters = new OperationCounters();
        stream.CountBytes(tokens, machine.Network.Multicast, counters);
        var chip = new Chip(machine, tokens, stream, counters, observer);
        long cycle = 0;
        for (; !chip.Finish(cycle); cycle++) chip.Start(cycle);
        chip.Close(cycle);
        componentTicks = chip.ComponentTicks;
        return counters;
    }
}
