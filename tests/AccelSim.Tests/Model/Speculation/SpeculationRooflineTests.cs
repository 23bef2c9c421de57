using AccelSim.Model.Speculation;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Speculation;

/// <summary>Check values of identities reference, section 9; laws about them are in the catalogue of identities.</summary>
public sealed class SpeculationRooflineTests
{
    /// <summary>Llama-3.1-8B on A100: matrix-product parameters, bf16 cache bytes per token, data-sheet peak and bandwidth.</summary>
    internal static readonly SpeculationRoofline Llama = new(7_504_924_672, 131_072, 312e12, 2.039e12);

    [TestCase(2000, 40, 0.950)]
    [TestCase(2000, 80, 0.936)]
    [TestCase(2000, 150, 0.925)]
    [TestCase(3000, 40, 1.074)]
    [TestCase(3000, 80, 1.106)]
    [TestCase(3000, 150, 1.131)]
    public void Speedup_of_three_drafts_of_a_budget_of_512(double context, double batch, double speedup) =>
        Assert.That(Llama.Speedup(new DraftAcceptance(0.8, 3), batch, context, 512), Is.EqualTo(speedup).Within(0.0005));

    [Test]
    public void Above_the_ridge_speedup_does_not_depend_on_the_batch()
    {
        double Speedup(double batch) => Llama.Speedup(new DraftAcceptance(0.8, 3), batch, 3000, 512);
        double critical = Llama.CriticalContext, omega = new DraftAcceptance(0.8, 3).TokensPerStep;
        double closed = omega * (1 + 3000 / critical) / (2 * 3 + 1 + (3 * 512 + 3000) / critical);
        Assert.That(Speedup(200), Is.EqualTo(closed).Within(1e-9));
        Assert.That(Speedup(2000), Is.EqualTo(closed).Within(1e-9));
    }

    [Test]
    public void A_single_draft_never_gains_from_the_batch_between_the_ridges() =>
        Assert.That(Llama.InflectionContext(1, 512), Is.EqualTo(double.PositiveInfinity));
}
