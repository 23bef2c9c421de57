using AccelSim.Model.Workloads;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Workloads;

public sealed class ExpertAssignmentTests
{
    private static readonly Gen<(int Experts, int Active, long Tokens, ulong Seed)> Case =
        Gen.Select(Gen.Int[1, 12], Gen.Int[0, 20], Gen.Long[0, 400], Gen.ULong).Select((active, more, tokens, seed) => (active + more, active, tokens, seed));

    [Test]
    public void Every_token_uses_its_experts_once_each() => Case.Sample(c =>
    {
        var loads = ExpertAssignment.Loads(c.Experts, c.Active, c.Tokens, c.Seed);
        Assert.That(loads.Sum(), Is.EqualTo(c.Tokens * c.Active));
        Assert.That(loads, Is.All.InRange(0, c.Tokens));
        Assert.That(ExpertAssignment.Loads(c.Experts, c.Experts, c.Tokens, c.Seed), Is.All.EqualTo(c.Tokens));
    }, iter: 300);

    [Test]
    public void The_same_seed_gives_the_same_loads_and_another_seed_others()
    {
        var first = ExpertAssignment.Loads(128, 8, 256, 7);
        var again = ExpertAssignment.Loads(128, 8, 256, 7);
        Assert.That(again, Is.EqualTo(first));
        Assert.That(ExpertAssignment.Loads(128, 8, 256, 8), Is.Not.EqualTo(first));
    }

    [Test]
    public void Loads_are_binomial_about_their_mean()
    {
        // Each of 64 experts is Binomial(100000, 4/64): mean 6250, standard deviation 76.5. Chi-square of 63 degrees stays below 120 but once in 100000.
        var loads = ExpertAssignment.Loads(64, 4, 100_000, 1);
        double chi = loads.Sum(l => Math.Pow(l - 6250.0, 2)) / (6250.0 * (1 - 4.0 / 64));
        Assert.That(chi, Is.InRange(25, 120));
    }

    [Test]
    public void A_pinned_seed_keeps_its_loads_for_ever() =>
        Assert.That(string.Join(' ', ExpertAssignment.Loads(8, 2, 16, 0)), Is.EqualTo("4 1 7 4 6 5 4 1"));
}
