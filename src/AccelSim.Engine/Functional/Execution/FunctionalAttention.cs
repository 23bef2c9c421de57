using System.Collections.Immutable;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>
/// Attention as a machine computes it under a mapping: the lowered steps carried out on real numbers. docs/NUMERICS.md, section 6, is the contract.
/// </summary>
public static class FunctionalAttention
{
    /// <param name="machine">Its accumulator adds up the products.</param>
    /// <param name="operation">Any shapes: prefill, decode, verification, ragged batches.</param>
    /// <param name="mappings">One a shape, or one for all.</param>
    /// <param name="instances">Operands of every key-value head of every sequence, shape by shape, heads of a sequence together.</param>
    /// <param name="interleaving">Null executes in stream order; a seed in one of the orders that the waits permit. No result depends on it.</param>
    /// <returns>Per instance [QLen * Group, VDim] in fp32, before the output format.</returns>
    /// <exception cref="ArgumentException">The operands do not fit the shapes.</exception>
    /// <exception cref="Model.Pairs.InfeasibleException">The machine does not multiply such operands.</exception>
    public static FunctionalResult Run(
        Machine machine, AttentionOperation operation, ImmutableArray<Mapping> mappings, IReadOnlyList<AttentionInstance> instances, ulong? interleaving = null) =>
        Execute(machine, operation, mappings, instances, Lowering.Lower(machine, operation, mappings).Stream, interleaving);

    /// <summary>The same for a stream of steps that need not be the lowering's.</summary>
    /// <exception cref="ScheduleException">The stream does not compute the operation.</exception>
    internal static FunctionalResult Execute(
        Machine machine, AttentionOperation operation, ImmutableArray<Mapping> mappings, IReadOnlyList<AttentionInstance> instances, IEnumerable<Step> stream, ulong? interleaving)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(instances);
        return new AttentionRun(machine, operation, mappings, instances, interleaving ?? 0).Execute(StepSequence.Of(stream, interleaving));
    }
}
