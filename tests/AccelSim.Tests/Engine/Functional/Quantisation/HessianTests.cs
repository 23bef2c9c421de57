using AccelSim.Engine.Functional.Quantisation;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Quantisation;

public sealed class HessianTests
{
    [Test]
    public void Upper_factor_and_diagonal_belong_to_the_inverse_of_the_damped_hessian() =>
        Gen.Select(Gen.Int[1, 20], Gen.Int[0, 1000]).Sample((k, seed) =>
        {
            var layer = new LayerGen(1, k, seed, tokens: 40);
            float[] sigma = [.. Enumerable.Range(0, k).Select(i => 1 + i % 3f)];
            var hessian = new Hessian(layer.Calibration, sigma, 0.01);
            var h = new double[k, k];
            double trace = 0;
            for (int i = 0; i < k; i++)
            {
                for (int j = 0; j < k; j++)
                    h[i, j] = 2 * layer.Calibration.Gram[i * k + j] / (sigma[i] * sigma[j]);
                trace += h[i, i];
            }
            for (int i = 0; i < k; i++)
                h[i, i] += 0.01 * trace / k;
            for (int i = 0; i < k; i++)
            {
                double diagonal = 0;
                for (int j = 0; j < k; j++)
                {
                    // (U^T U H)[i, j] = 1 on the diagonal, else 0.
                    double product = 0;
                    for (int m = 0; m < k; m++)
                        product += InverseEntry(hessian, i, m) * h[m, j];
                    Assert.That(product, Is.EqualTo(i == j ? 1 : 0).Within(1e-6));
                }
                diagonal = InverseEntry(hessian, i, i);
                Assert.That(hessian.InverseDiagonal(i), Is.EqualTo(diagonal).Within(1e-9 * diagonal + 1e-300));
            }
        }, iter: 30);

    [Test]
    public void Smoothing_leaves_the_product_as_it_was() =>
        Gen.Int[0, 1000].Sample(seed =>
        {
            var layer = new LayerGen(4, 24, seed, tokens: 8);
            float[] sigma = Smoothing.Factors(layer.Calibration.Largest, layer.Weights, 0.5);
            double[] plain = ExactProduct.Of(layer.Inputs, 8, layer.Weights, 4, 24);
            double[] smoothed = ExactProduct.Of(
                Smoothing.Activations(layer.Inputs, sigma), 8, Smoothing.Weights(layer.Weights, sigma), 4, 24);
            double size = plain.Max(Math.Abs);
            Assert.That(smoothed.Select((x, i) => Math.Abs(x - plain[i])).Max(), Is.LessThan(1e-5 * size));
        }, iter: 30);

    [Test]
    public void Half_smoothing_gives_activations_and_weights_the_same_range()
    {
        float[] sigma = Smoothing.Factors([8, 0, 2], [2, 1, 8, -1, 1, 0], 0.5);
        Assert.That(sigma, Is.EqualTo(new[] { 2, 1, 0.5f }));
    }

    private static double InverseEntry(Hessian hessian, int i, int j)
    {
        double sum = 0;
        for (int m = 0; m <= Math.Min(i, j); m++)
            sum += hessian.UpperRow(m)[i - m] * hessian.UpperRow(m)[j - m];
        return sum;
    }
}
