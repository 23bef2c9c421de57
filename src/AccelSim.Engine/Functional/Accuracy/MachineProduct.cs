using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>
/// The one place where an accuracy meets a machine's arithmetic. The accumulator <c>exact</c> is the contract of sq-format.md section 3
/// (<see cref="GemmReference"/>, by its fast equals); the others sum the products of every scale segment as their model says, and the segments join
/// as in the contract.
/// </summary>
public static class MachineProduct
{
    /// <param name="weights">By column, [n, k], with what its activations must look like.</param>
    /// <param name="inputs">[rows, k], not smoothed yet.</param>
    /// <param name="rows">Tokens.</param>
    /// <param name="accumulator">Of the machine.</param>
    /// <returns>[rows, n], fp32, before rounding to the format of the output.</returns>
    public static float[] Of(QuantisedWeights weights, float[] inputs, int rows, Accumulator accumulator)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(accumulator);
        if (accumulator.Model == Accumulator.Default.Model)
            return new QuantisedLinear(weights).Apply(inputs, rows);
        float[] smoothed = weights.Sigma.Length == 0 ? inputs : Smoothing.Activations(inputs, weights.Sigma);
        GemmOperand activations = ActivationQuantiser.Quantise(weights.Activations, smoothed, rows, weights.Operand.K, weights.ActivationMask);
        return AccumulatedGemm.Takes(accumulator, weights.Activations!, weights.Format)
            ? new AccumulatedGemm(accumulator, weights.Activations!, weights.Format, weights.Order).Multiply(activations, weights.Operand)
            : ExactGemm.Multiply(activations, weights.Operand, weights.Order);
    }
}
