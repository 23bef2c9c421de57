using AccelSim.Engine.Bounds;
using AccelSim.Model.Speculation;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Bounds;

/// <summary>The paper's equations: check values of the MagicDec reference, sections 4 and 12, and the generalised inflection length against a derivative.</summary>
public sealed class SpeculationTwinTests
{
    private const double Ampere = 312e12, AmpereBytes = 2.039e12, Hopper = 989.5e12, HopperBytes = 3.35e12;
    private const double Llama8 = 7.505e9, Llama7 = 6.738e9;

    private static SpeculationTwin Bf16(double parameters, double kappa, double flops, double bytes)
    {
        var pass = new PassRoofline(parameters, 16, kappa, flops);
        return new SpeculationTwin(pass, pass, bytes);
    }

    [TestCase(Llama8, 131072, Ampere, AmpereBytes, 748, 2264)]
    [TestCase(Llama7, 524288, Ampere, AmpereBytes, 168, 1104)]
    [TestCase(Llama8, 131072, Hopper, HopperBytes, 387, 1543)]
    public void Critical_and_inflection_contexts_are_those_of_the_reference(double parameters, double kappa, double flops, double bytes, double critical, double inflection)
    {
        SpeculationTwin twin = Bf16(parameters, kappa, flops, bytes);
        Assert.That(twin.CriticalContext, Is.EqualTo(critical).Within(1));
        Assert.That(twin.InflectionContext(3, 512), Is.EqualTo(inflection).Within(1.5));
        Assert.That(twin.InflectionContext(1, 512), Is.EqualTo(double.PositiveInfinity));
    }

    [TestCase(Llama7, 524288, 256, 2.58)]
    [TestCase(Llama7, 524288, 1000, 1.58)]
    [TestCase(Llama7, 524288, 4000, 1.16)]
    [TestCase(Llama7, 524288, 16000, 1.04)]
    [TestCase(Llama8, 131072, 1000, 2.71)]
    [TestCase(Llama8, 131072, 4000, 1.63)]
    [TestCase(Llama8, 131072, 16000, 1.18)]
    [TestCase(Llama8, 131072, 64000, 1.05)]
    public void Verification_of_five_tokens_at_batch_256(double parameters, double kappa, double context, double ratio)
    {
        SpeculationTwin twin = Bf16(parameters, kappa, 8 * Ampere, 8 * AmpereBytes);
        Assert.That(twin.Verify(256, context, 4) / twin.Autoregressive(256, context), Is.EqualTo(ratio).Within(0.02));
    }

    [Test]
    public void Drafts_on_256_tokens_at_a_context_of_1000()
    {
        SpeculationTwin twin = Bf16(6.607e9, 524288, 8 * Ampere, 8 * AmpereBytes);
        double[] expected = [0.972, 0.946, 0.900, 0.823, 0.715, 0.587, 0.469, 0.380, 0.363];
        for (int i = 0; i < expected.Length; i++)
            Assert.That(twin.DraftStep(1 << i, 256) / twin.Autoregressive(1 << i, 1000), Is.EqualTo(expected[i]).Within(0.012), $"batch {1 << i}");
    }

    [Test]
    public void The_cache_of_256_sequences_takes_33_milliseconds() =>
        Assert.That(256.0 * 4000 * 524288 / 16.312e12 * 1e3, Is.EqualTo(32.9).Within(0.05));

    [Test]
    public void Equal_sides_of_16_bits_are_the_roofline_of_the_model()
    {
        var random = new Random(3);
        for (int i = 0; i < 200; i++)
        {
            double p = 1e9 * (1 + random.NextDouble()), kappa = 1e5 * random.NextDouble() + 1, f = 1e14 * (1 + random.NextDouble()), w = 1e12 * (1 + random.NextDouble());
            var other = new SpeculationRoofline(p, kappa, f, w);
            SpeculationTwin twin = Bf16(p, kappa, f, w);
            int gamma = random.Next(2, 9);
            double batch = random.Next(1, 500), context = random.Next(1000, 100_000), budget = random.Next(64, 2000);
            var acceptance = new DraftAcceptance(random.NextDouble(), gamma);
            Assert.That(twin.Speedup(acceptance.TokensPerStep, gamma, batch, context, budget), Is.EqualTo(other.Speedup(acceptance, batch, context, budget)).Within(1e-9));
            Assert.That(twin.InflectionContext(gamma, budget) / other.InflectionContext(gamma, budget), Is.EqualTo(1).Within(1e-9));
        }
    }

    [Test]
    public void With_narrow_weights_speedup_turns_at_the_generalised_inflection()
    {
        var random = new Random(4);
        int judged = 0;
        for (int i = 0; i < 2000; i++)
        {
            int gamma = random.Next(2, 8);
            var target = new PassRoofline(7.5e9, 4 + 12 * random.NextDouble(), 131072 * random.NextDouble() + 1000, 3e14);
            var draft = new PassRoofline(7.5e9 * random.NextDouble(), 4 + 12 * random.NextDouble(), 131072 * random.NextDouble() + 1000, 3e14 * (1 + random.NextDouble()));
            var twin = new SpeculationTwin(target, draft, 2e12);
            double ridge = target.Ridge(2e12), budget = 512, inflection = twin.InflectionContext(gamma, budget);
            double low = ridge / (gamma + 1) * 1.05, high = Math.Min(ridge, draft.Ridge(2e12)) * 0.95;
            if (low * 1.1 > high || !(inflection < 1e6) || inflection < budget * 1.2) continue;
            double Rise(double context) => twin.Speedup(2.5, gamma, high, context, budget) - twin.Speedup(2.5, gamma, low, context, budget);
            Assert.That(Rise(inflection * 1.05), Is.GreaterThan(0));
            Assert.That(Rise(inflection * 0.95), Is.LessThan(0));
            judged++;
        }
        Assert.That(judged, Is.GreaterThan(50));
    }

    [Test]
    public void A_ridge_moves_with_the_bits_of_the_weights() =>
        Assert.That(new PassRoofline(1e9, 4, 1, 3e14).Ridge(2e12), Is.EqualTo(new PassRoofline(1e9, 16, 1, 3e14).Ridge(2e12) / 4).Within(1e-9));

    [Test]
    public void Break_even_is_the_rate_at_which_both_take_the_same_time()
    {
        double? alpha = SpeculationTwin.BreakEven(4, 10, 22);
        Assert.That(10 * new DraftAcceptance(alpha!.Value, 4).TokensPerStep, Is.EqualTo(22).Within(1e-6));
        Assert.That(SpeculationTwin.BreakEven(4, 10, 51), Is.Null, "five tokens at most");
        Assert.That(SpeculationTwin.BreakEven(4, 10, 9), Is.EqualTo(0).Within(1e-9));
    }
}
