using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Engine.Functional.Quantisation.Grids;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Tests.Model.Formats.Sq;
using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Quantisation;

public sealed class ErrorFeedbackTests
{
    /// <summary>
    /// The derivation GPTQ starts from: after each weight the exact minimiser of the remaining error, by the inverse of the Hessian of the
    /// weights still free. It shares neither the factor nor the loop with the code under test.
    /// </summary>
    [Test]
    public void The_sweep_is_optimal_brain_surgery_in_natural_order() =>
        Gen.Select(Gen.Int[2, 14], Gen.Int[0, 9999], Gen.Int[2, 5]).Sample((k, seed, bank) =>
        {
            var layer = new LayerGen(2, k, seed, tokens: 60);
            var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, bank, 1, scale: ScalarFormats.Fp32);
            bool[] mask = BankSelection.Top<float>(layer.Weights.Select(MathF.Abs).ToArray(), 2, k, bank, 1);
            float[] swept = ErrorFeedback.Sweep(new SqGrid(format, 2, k, mask), layer.Weights, 2, k, new Hessian(layer.Calibration, [], 0.01));
            Matrix<double> h = Matrix<double>.Build.Dense(k, k, (i, j) => 2 * layer.Calibration.Gram[i * k + j]);
            h += Matrix<double>.Build.DenseIdentity(k) * (0.01 * h.Trace() / k);
            var elements = new SqElements(format, OperandRole.Weights);
            int stored = mask.Length / 2;
            for (int column = 0; column < 2; column++)
            {
                double[] w = [.. layer.Weights.Skip(column * k).Take(k).Select(x => (double)x)];
                (float Low, float High) scales = default;
                for (int i = 0; i < k; i++)
                {
                    if (i % bank == 0)
                    {
                        int length = Math.Min(bank, k - i);
                        scales = elements.Scales([.. w.Skip(i).Take(length).Select(x => (float)x)], mask.AsSpan(column * stored + i, length));
                    }
                    bool high = mask[column * stored + i];
                    float scale = high ? scales.High : scales.Low;
                    float q = elements.Decode(high, elements.Encode(high, (float)w[i], scale), scale);
                    // Two codes apart only where a tie of rounding falls differently in the last bits of fp64.
                    Assert.That(swept[column * k + i], Is.EqualTo(q).Within(1e-6 * Math.Abs(q) + 1e-12), $"column {column}, k {i}");
                    Matrix<double> free = h.SubMatrix(i, k - i, i, k - i).Inverse();
                    double error = (w[i] - q) / free[0, 0];
                    for (int j = i; j < k; j++)
                        w[j] -= error * free[0, j - i];
                }
            }
        }, iter: 60);

    [Test]
    public void Feedback_lowers_the_error_that_the_hessian_measures()
    {
        // The sweep is greedy, so that a single draw may lose; nearly all gain, and the errors together fall by far.
        int lost = 0;
        double nearest = 0, feedback = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var layer = new LayerGen(8, 48, seed);
            var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 16, 2);
            bool[] mask = BankSelection.Top<float>(layer.Weights.Select(MathF.Abs).ToArray(), 8, 48, 16, 2);
            double plain = Loss(layer, ErrorFeedback.Sweep(new SqGrid(format, 8, 48, mask), layer.Weights, 8, 48, null));
            double compensated = Loss(layer, ErrorFeedback.Sweep(new SqGrid(format, 8, 48, mask), layer.Weights, 8, 48, new Hessian(layer.Calibration, [], 0.01)));
            lost += compensated >= plain ? 1 : 0;
            nearest += plain;
            feedback += compensated;
        }
        Assert.That(lost, Is.LessThanOrEqualTo(5));
        Assert.That(feedback, Is.LessThan(0.8 * nearest), $"{feedback / nearest:F3} of the error of rounding to nearest");
    }

    /// <summary>Squared error of the layer's output over the calibration set.</summary>
    private static double Loss(LayerGen layer, float[] rounded)
    {
        float[] error = [.. layer.Weights.Zip(rounded, (x, y) => x - y)];
        return ExactProduct.Of(layer.Inputs, layer.Tokens, error, layer.N, layer.K).Sum(x => x * x);
    }
}
