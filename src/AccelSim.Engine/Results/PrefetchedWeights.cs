using AccelSim.Engine.Schedule;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Results;

/// <summary>
/// How many bytes of weights each operation of a step brings for a product behind it (<c>prefetch: across_operations</c>): as many as make both together
/// fastest, of those that fit into the shared buffer beside what both hold there. Mappings stay those of the operations alone.
/// </summary>
public static class PrefetchedWeights
{
    /// <summary>Results of the operations as they are to run, in the same order; unchanged on a machine that does not prefetch.</summary>
    /// <param name="simulator">Runs them.</param>
    /// <param name="sequence">In order of execution.</param>
    /// <param name="alone">The result of each without the others.</param>
    public static IReadOnlyList<OperationResult> Of(Simulator simulator, IReadOnlyList<RepeatedOperation> sequence, IReadOnlyList<OperationResult> alone)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(sequence);
        ArgumentNullException.ThrowIfNull(alone);
        if (simulator.Machine.Prefetch == Prefetch.None) return alone;
        OperationResult[] all = [.. alone];
        // Layers repeat, and equal pairs come out equal.
        var known = new Dictionary<(OperationResult, OperationResult), (OperationResult, OperationResult)>();
        for (int i = 0; i + 1 < all.Length; i++)
        {
            if (sequence[i].Repeats != 1 || sequence[i + 1].Repeats != 1) continue;
            if (all[i].Operation is CollectiveOperation || all[i + 1].Operation is not GemmOperation) continue;
            (OperationResult, OperationResult) key = (all[i], all[i + 1]);
            if (!known.TryGetValue(key, out (OperationResult, OperationResult) pair)) known[key] = pair = Fastest(simulator, all[i], all[i + 1]);
            (all[i], all[i + 1]) = pair;
        }
        return all;
    }

    private static (OperationResult, OperationResult) Fastest(Simulator simulator, OperationResult before, OperationResult reader)
    {
        var best = (before, reader);
        foreach (long bytes in Amounts(simulator.Machine, reader))
        {
            try
            {
                OperationResult bringing = simulator.Run(before.Operation with { PrefetchBytes = bytes }, before.Mappings);
                OperationResult warm = simulator.Run((GemmOperation)reader.Operation with { WarmWeightBytes = bytes }, reader.Mappings);
                if (Cycles(bringing, warm) < Cycles(best.before, best.reader)) best = (bringing, warm);
            }
            catch (InfeasibleException)
            {
                // More than fits; a smaller amount may.
            }
        }
        return best;
    }

    /// <summary>Whole first loads of the reader: all that a shared buffer could hold, half of it, a quarter, down to the first; largest first.</summary>
    private static IEnumerable<long> Amounts(Machine machine, OperationResult reader)
    {
        IReadOnlyList<long> sums = Lowering.FirstWeightLoads(machine, (GemmOperation)reader.Operation, reader.Mappings, machine.SharedBuffer.CapacityBytes);
        for (int loads = sums.Count; loads > 0; loads /= 2) yield return sums[loads - 1];
    }

    private static long Cycles(OperationResult before, OperationResult reader) => checked(before.Counters.Cycles + reader.Counters.Cycles);
}
