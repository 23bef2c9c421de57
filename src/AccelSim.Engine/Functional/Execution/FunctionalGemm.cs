using System.Collections.Immutable;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>
/// A GEMM as a machine computes it under a mapping: the lowered steps, the ones that timing reads, carried out on real numbers with the machine's
/// accumulator. docs/NUMERICS.md, sections 4, 5 and 7, is the contract.
/// </summary>
public static class FunctionalGemm
{
    /// <summary>One GEMM, outputs in the operation's output format.</summary>
    /// <param name="machine">Its accumulator adds up; its rescale unit says how scales meet the sums.</param>
    /// <param name="operation">One shape, one instance.</param>
    /// <param name="mapping">A feasible mapping; it sets the order of K where the accumulator cares.</param>
    /// <param name="activations">[M, K].</param>
    /// <param name="weights">By column, [N, K].</param>
    /// <returns>[M, N], rounded as <see cref="OutputRounder.Round"/> says.</returns>
    /// <exception cref="ArgumentException">The operands do not fit the shape; or a mask is missing for the output format.</exception>
    /// <exception cref="Model.Pairs.InfeasibleException">The machine does not multiply such operands.</exception>
    public static float[] Run(Machine machine, GemmOperation operation, Mapping mapping, GemmOperand activations, GemmOperand weights)
    {
        FunctionalResult result = Run(machine, operation, [mapping], [new GemmInstance(activations, weights)]);
        return OutputRounder.Round(operation.Output, result.Sums[0], activations.Vectors, weights.Vectors);
    }

    /// <summary>A grouped GEMM; outputs in fp32, as they leave the accumulators.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="operation">Any number of shapes.</param>
    /// <param name="mappings">One a shape, or one for all.</param>
    /// <param name="instances">Operands of every instance, shape by shape.</param>
    /// <param name="interleaving">Null executes in stream order; a seed in one of the orders that the waits permit. No result depends on it.</param>
    /// <exception cref="ArgumentException">The operands do not fit the shapes.</exception>
    /// <exception cref="Model.Pairs.InfeasibleException">The machine does not multiply such operands.</exception>
    public static FunctionalResult Run(
        Machine machine, GemmOperation operation, ImmutableArray<Mapping> mappings, IReadOnlyList<GemmInstance> instances, ulong? interleaving = null) =>
        Execute(machine, operation, mappings, instances, Lowering.Lower(machine, operation, mappings).Stream, interleaving);

    /// <summary>The same for a stream of steps that need not be the lowering's.</summary>
    /// <exception cref="ScheduleException">The stream does not compute the operation.</exception>
    internal static FunctionalResult Execute(
        Machine machine, GemmOperation operation, ImmutableArray<Mapping> mappings, IReadOnlyList<GemmInstance> instances, IEnumerable<Step> stream, ulong? interleaving)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(instances);
        return new GemmRun(machine, operation, mappings, instances, interleaving ?? 0).Execute(StepSequence.Of(stream, interleaving));
    }
}
