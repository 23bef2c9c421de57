using AccelSim.Model.Formats;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Results;

/// <summary>
/// Which outputs of a step stay in the shared buffer (<c>shared_buffer.keep_outputs</c>): those that the next operation, a product, reads whole as its
/// activations and that the one behind it does not, where both together take no longer than through DRAM.
/// </summary>
public static class KeptOutputs
{
    /// <summary>The operations as they are to run, in the same order; unchanged on a machine that keeps nothing.</summary>
    /// <exception cref="InfeasibleException">An operation fits neither way.</exception>
    public static IReadOnlyList<RepeatedOperation> Of(Simulator simulator, IReadOnlyList<RepeatedOperation> sequence)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(sequence);
        if (!simulator.Machine.SharedBuffer.KeepOutputs) return sequence;
        RepeatedOperation[] all = [.. sequence];
        var known = new Dictionary<(Operation, Operation), (Operation, Operation)>();
        for (int i = 0; i + 1 < all.Length; i++)
        {
            (Operation first, Operation second) = (all[i].Operation, all[i + 1].Operation);
            if (all[i].Repeats != 1 || all[i + 1].Repeats != 1 || !Feeds(first, second)) continue;
            if (i + 2 < all.Length && Feeds(first, all[i + 2].Operation)) continue;
            if (!known.TryGetValue((first, second), out (Operation First, Operation Second) pair)) known[(first, second)] = pair = Better(simulator, first, (GemmOperation)second);
            (all[i], all[i + 1]) = (all[i] with { Operation = pair.First }, all[i + 1] with { Operation = pair.Second });
        }
        return all;
    }

    /// <summary>Both with the output kept where that takes no longer, else as they are.</summary>
    private static (Operation, Operation) Better(Simulator simulator, Operation first, GemmOperation second)
    {
        Operation producer = first with { OutputOnChip = true }, reader = second with { ActivationsOnChip = true };
        return TakesNoLonger(simulator, [producer, reader], [first, second]) ? (producer, reader) : (first, second);
    }

    /// <summary>Whether all of one output is all of the activations of another operation, element by element in the same format.</summary>
    private static bool Feeds(Operation producer, Operation reader)
    {
        if (reader is not GemmOperation { Shapes: [{ Count: 1 } shape] } gemm || gemm.ActivationsOnChip) return false;
        (long elements, NumberFormat? format) = producer switch
        {
            VectorOperation { Outputs: 1 } v => (v.Rows * v.Cols, v.Output),
            AttentionOperation a => (a.Shapes.Sum(s => s.Count * s.QLen) * a.Heads * a.VDim, a.Output),
            _ => (0, (NumberFormat?)null),
        };
        return elements == shape.M * shape.K && gemm.Activations.Equals(format);
    }

    private static bool TakesNoLonger(Simulator simulator, Operation[] kept, Operation[] through)
    {
        try
        {
            return kept.Sum(o => simulator.Run(o).Counters.Cycles) <= through.Sum(o => simulator.Run(o).Counters.Cycles);
        }
        catch (InfeasibleException)
        {
            return false;
        }
    }
}
