using AccelSim.Model.Machines;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Schedule;

/// <summary>
/// Sums between systolic arrays and the scratchpads (identities reference, 1.4): every fold along K writes its outputs and, but for the first of
/// an output, reads what the one before it wrote. Dot-product units keep their sums in accumulators of their own (docs/DEVIATIONS.md, D14).
/// </summary>
internal readonly struct ArraySums
{
    private readonly bool isSystolic;
    private readonly MultiplyPlan plan;
    private readonly long foldLength;
    private readonly int bytes;

    public ArraySums(Machine machine, MultiplyPlan plan)
    {
        TensorUnit unit = machine.TensorUnit;
        isSystolic = unit.Kind == TensorUnitKind.Systolic;
        this.plan = plan;
        // An output-stationary fold takes all of the K that a step brings.
        foldLength = unit.Dataflow == Dataflow.OutputStationary ? long.MaxValue : unit.Rows * Math.Max(1, plan.DenseRate / ((long)unit.Rows * unit.Cols));
        bytes = machine.Accumulator.Bytes;
    }

    /// <summary>Adds the sums of one part of the K partition to a tensor step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="outputs">Outputs of all cores of the part.</param>
    /// <param name="k">Elements of K that the part reduces.</param>
    /// <param name="first">Whether there is nothing to add to yet.</param>
    public void Bill(ref Step step, long outputs, long k, bool first)
    {
        if (!isSystolic || k == 0) return;
        long dense = plan.Bank == 1 ? k : (k + plan.Bank - 1) / plan.Bank * plan.DensePerBank;
        long folds = dense <= foldLength ? 1 : (dense + foldLength - 1) / foldLength;
        step.SumWriteBytes += outputs * folds * bytes;
        step.SumReadBytes += outputs * (folds - (first ? 1 : 0)) * bytes;
    }
}
