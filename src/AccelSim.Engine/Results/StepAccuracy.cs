using AccelSim.Engine.Functional.Accuracy;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Results;

/// <summary>
/// Adds the accuracy of a step's linear layers to its metrics: to each GEMM its own, to the total the MAC-weighted mean of the noise-to-signal ratios
/// and the largest ulp. Attention is not among them: its operands are other results, not tensors that a file could state.
/// </summary>
public static class StepAccuracy
{
    /// <param name="run">Its metrics are written to.</param>
    /// <param name="step">What was run, with its data and switches.</param>
    /// <param name="machine">Its accumulator adds the products.</param>
    /// <param name="accuracy">Cases that are known already.</param>
    public static void Measure(StepRun run, WorkloadStep step, Machine machine, GemmAccuracy accuracy)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(step);
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(accuracy);
        var total = new ErrorShares();
        bool isWhole = true;
        foreach (StepOperation operation in run.Operations)
        {
            if (operation.Result.Operation is not GemmOperation gemm) continue;
            var own = new ErrorShares();
            bool isContract = MachineProduct.IsContract(machine.Accumulator);
            for (int i = 0; i < gemm.Shapes.Length; i++)
            {
                GemmShape shape = gemm.Shapes[i];
                var one = new AccuracyCase(gemm.Weights, gemm.Activations, gemm.Output, shape.K, step.Numerics, step.Quantisation,
                    isContract ? null : machine, isContract ? null : operation.Result.Mappings[i]);
                if (accuracy.Of(one) is { } error)
                {
                    own.Add(error, shape.Macs);
                    total.Add(error, shape.Macs * (double)operation.Repeats);
                }
                else isWhole = false;
            }
            if (own.Any) Set(operation.Metrics, own.Mean());
        }
        if (total.Any && isWhole) Set(run.Total, total.Mean());
    }

    private static void Set(MetricValues values, ProductError error)
    {
        // What is computed without any error has no finite ratio.
        if (double.IsFinite(error.SqnrDb)) values.Set(Metrics.SqnrDb, error.SqnrDb);
        if (double.IsFinite(error.RelativeError)) values.Set(Metrics.RelativeError, error.RelativeError);
        if (error.MaxUlp is { } ulp && double.IsFinite(ulp)) values.Set(Metrics.MaxUlp, ulp);
    }
}
