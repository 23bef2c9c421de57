using AccelSim.Engine.Functional.Accuracy;
using AccelSim.Model.Numerics;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accuracy;

public sealed class SyntheticTensorTests
{
    private const int Vectors = 256, K = 1024;

    [Test]
    public void A_normal_tensor_has_the_moments_of_the_normal_distribution()
    {
        float[] values = Draw(TensorData.Gaussian);
        Assert.That(values.Average(v => (double)v), Is.Zero.Within(0.01));
        Assert.That(Moment(values, 2), Is.EqualTo(1).Within(0.01));
        Assert.That(Moment(values, 4), Is.EqualTo(3).Within(0.1));
        Assert.That(values.Count(v => Math.Abs(v) > 1.959964) / (double)values.Length, Is.EqualTo(0.05).Within(0.002));
    }

    [TestCase(5)]
    [TestCase(8)]
    [TestCase(9)]
    public void A_heavy_tailed_tensor_has_variance_one_and_the_kurtosis_of_t(int degrees)
    {
        float[] values = Draw(new TensorData { Distribution = TensorDistribution.HeavyTailed, Degrees = degrees });
        Assert.That(Moment(values, 2), Is.EqualTo(1).Within(0.03));
        // Of 5 degrees the fourth moment converges too slowly to be tested tightly.
        if (degrees > 5) Assert.That(Moment(values, 4), Is.EqualTo(3.0 * (degrees - 2) / (degrees - 4)).Within(15).Percent);
        else Assert.That(Moment(values, 4), Is.GreaterThan(5));
    }

    [Test]
    public void Outliers_are_as_many_and_as_large_as_stated()
    {
        float[] values = Draw(new TensorData { Distribution = TensorDistribution.Outliers, OutlierFraction = 0.01, OutlierScale = 10 });
        Assert.That(Moment(values, 2), Is.EqualTo(0.99 + 0.01 * 100).Within(0.05));
        Assert.That(values.Count(v => Math.Abs(v) > 6) / (double)values.Length, Is.EqualTo(0.01 * 0.5485).Within(0.0005));
    }

    [Test]
    public void Large_channels_are_the_same_in_every_vector()
    {
        float[] plain = Draw(TensorData.Gaussian), large = Draw(new TensorData { ChannelFraction = 0.005, ChannelScale = 20 });
        int[] channels = [.. Enumerable.Range(0, K).Where(k => large[k] != plain[k])];
        Assert.That(channels, Has.Length.EqualTo(5));
        for (int i = 0; i < plain.Length; i++) Assert.That(large[i], Is.EqualTo(channels.Contains(i % K) ? plain[i] * 20 : plain[i]));
    }

    [Test]
    public void A_part_of_a_tensor_is_the_part_of_the_whole()
    {
        var data = new TensorData { Distribution = TensorDistribution.HeavyTailed, ChannelFraction = 0.1 };
        Assert.That(SyntheticTensor.Draw(data, 7, 1, 3, 50), Is.EqualTo(SyntheticTensor.Draw(data, 7, 1, 9, 50)[..150]));
        Assert.That(SyntheticTensor.Draw(data, 8, 1, 3, 50), Is.Not.EqualTo(SyntheticTensor.Draw(data, 7, 1, 3, 50)));
        Assert.That(SyntheticTensor.Draw(data, 7, 0, 3, 50), Is.Not.EqualTo(SyntheticTensor.Draw(data, 7, 1, 3, 50)));
    }

    [Test]
    public void The_logarithm_is_that_of_the_library_to_its_last_digits()
    {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            double x = i % 2 == 0 ? random.NextDouble() + 1e-300 : Math.Exp(random.NextDouble() * 100 - 50);
            Assert.That(ExactLog.Of(x), Is.EqualTo(Math.Log(x)).Within(1e-15 + 1e-15 * Math.Abs(Math.Log(x))));
        }
    }

    private static float[] Draw(TensorData data) => SyntheticTensor.Draw(data, 3, 0, Vectors, K);

    private static double Moment(float[] values, int power) => values.Average(v => Math.Pow(v, power));
}
