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
        GemmOperand activations = Activations(weights, inputs, rows);
        return AccumulatedGemm.Takes(accumulator, weights.Activations!, weights.Format)
            ? new AccumulatedGemm(accumulator, weights.Activations!, weights.Format, weights.Order).Multiply(activations, weights.Operand)
            : ExactGemm.Multiply(activations, weights.Operand, weights.Order);
    }

    /// <summary>The fp64 product of the quantised operands, [rows, n]: k ascending, each element and its scale exact in fp64 but for their product.</summary>
    public static double[] Exact(QuantisedWeights weights, float[] inputs, int rows)
    {
        ArgumentNullException.ThrowIfNull(weights);
        double[] a = Activations(weights, inputs, rows).Values(), w = weights.Operand.Values();
        int k = weights.Operand.K, n = weights.Operand.Vectors;
        var y = new double[(long)rows * n];
        for (int i = 0; i < y.Length; i++)
        {
            ReadOnlySpan<double> left = a.AsSpan(i / n * k, k), right = w.AsSpan(i % n * k, k);
            for (int j = 0; j < k; j++)
                y[i] += left[j] * right[j];
        }
        return y;
    }

    private static GemmOperand Activations(QuantisedWeights weights, float[] inputs, int rows)
    {
        float[] smoothed = weights.Sigma.Length == 0 ? inputs : Smoothing.Activations(inputs, weights.Sigma);
        return ActivationQuantiser.Quantise(weights.Activations, smoothed, rows, weights.Operand.K, weights.ActivationMask);
    }
}
