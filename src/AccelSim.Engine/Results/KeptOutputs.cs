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
    public static IReadOnlyList<RepeatedOperation> Of(Simulator simulator, IReadOnlyList<RepeatedOperation> operations)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(operations);
        if (!simulator.Machine.SharedBuffer.KeepOutputs) return operations;
        RepeatedOperation[] all = [.. operations];
        for (int i = 0; i + 1 < all.Length; i++)
        {
            if (all[i].Repeats != all[i + 1].Repeats || !Feeds(all[i].Operation, all[i + 1].Operation)) continue;
            if (i + 2 < all.Length && Feeds(all[i].Operation, all[i + 2].Operation)) continue;
            Operation producer = all[i].Operation with { OutputOnChip = true };
            Operation reader = ((GemmOperation)all[i + 1].Operation) with { ActivationsOnChip = true };
            if (!TakesNoLonger(simulator, [producer, reader], [all[i].Operation, all[i + 1].Operation])) continue;
            (all[i], all[i + 1]) = (all[i] with { Operation = producer }, all[i + 1] with { Operation = reader });
        }
        return all;
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
