using AccelSim.Engine.Functional.Execution;
using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;

namespace AccelSim.Engine.Functional.Accuracy;

/// <summary>
/// The one place where an accuracy meets a machine's arithmetic: the lowered steps of the sampled product under the operation's own cut of K
/// (<see cref="FunctionalGemm"/>). Under the accumulator <c>exact</c> the contract is computed by its fast equals: a cut of K changes there
/// which fp32 sums are joined, in the last bits, and nothing else.
/// </summary>
public static class MachineProduct
{
    /// <summary>Whether the cut of K may be left aside.</summary>
    public static bool IsContract(Accumulator accumulator)
    {
        ArgumentNullException.ThrowIfNull(accumulator);
        return accumulator.Model == Accumulator.Default.Model && accumulator.Output != AccumulatorOutput.RneFp16;
    }

    /// <param name="weights">By column, [n, k], with what its activations must look like.</param>
    /// <param name="inputs">[rows, k], not smoothed yet.</param>
    /// <param name="rows">Tokens.</param>
    /// <param name="machine">Null for the contract.</param>
    /// <param name="cut">The mapping of the whole operation; its cores and tiles along K count.</param>
    /// <returns>[rows, n], fp32, before rounding to the format of the output.</returns>
    public static float[] Of(QuantisedWeights weights, float[] inputs, int rows, Machine? machine, Mapping? cut)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (machine is null || cut is null)
            return new QuantisedLinear(weights).Apply(inputs, rows);
        int n = weights.Operand.Vectors, k = weights.Operand.K;
        var operation = new GemmOperation
        {
            Name = "sample",
            Shapes = [new GemmShape(1, rows, n, k)],
            Activations = weights.Activations!,
            Weights = weights.Format,
            Output = new PlainFormat(ScalarFormats.Fp32),
        };
        var mapping = new Mapping { TileM = rows, TileN = n, TileK = cut.TileK, CoresK = cut.CoresK };
        return FunctionalGemm.Run(machine, operation, mapping, Activations(weights, inputs, rows), weights.Operand);
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
