using System.Collections.Immutable;
using AccelSim.Model.Speculation;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Speculation;

/// <summary>Tokens per step of chains and trees: check values of the MagicDec reference, section 12, and laws.</summary>
public sealed class AcceptanceTests
{
    private static ConstantAcceptance Constant(double alpha) => new(alpha, AcceptanceEvidence.Assumed, "test");

    [TestCase(0.95, 2, 2.8525)]
    [TestCase(0.95, 4, 4.52438)]
    [TestCase(0.8, 3, 2.952)]
    [TestCase(0.7, 2, 2.19)]
    [TestCase(1, 8, 9)]
    [TestCase(0, 5, 1)]
    [TestCase(0.6, 0, 1)]
    public void Tokens_of_a_chain_are_those_of_the_reference(double alpha, int gamma, double tokens)
    {
        Assert.That(Constant(alpha).TokensPerStep(gamma, 512, 32768), Is.EqualTo(tokens).Within(1e-5));
        Assert.That(DraftTree.Chain(gamma, alpha).TokensPerStep, Is.EqualTo(tokens).Within(1e-5));
    }

    [Test]
    public void Tokens_lie_between_one_and_gamma_plus_one_and_rise_with_the_rates()
    {
        var random = new Random(1);
        for (int i = 0; i < 500; i++)
        {
            int gamma = random.Next(0, 12);
            var low = new DepthAcceptance([.. Enumerable.Range(0, 5).Select(_ => random.NextDouble())], AcceptanceEvidence.Assumed, "");
            double tokens = low.TokensPerStep(gamma, 1, 1);
            Assert.That(tokens, Is.InRange(1, gamma + 1));
            Assert.That(low.Moved(0.05).TokensPerStep(gamma, 1, 1), Is.GreaterThanOrEqualTo(tokens));
        }
    }

    [Test]
    public void A_curve_is_linear_in_the_logarithm_of_budget_and_context_and_constant_beyond()
    {
        var curve = new CurveAcceptance([new(512, 4096, 0.84), new(512, 16384, 0.80), new(2048, 4096, 0.90), new(2048, 16384, 0.86)], AcceptanceEvidence.Measured, "");
        Assert.That(curve.Rate(1, 512, 4096), Is.EqualTo(0.84));
        Assert.That(curve.Rate(3, 512, 8192), Is.EqualTo(0.82).Within(1e-12));
        Assert.That(curve.Rate(1, 1024, 8192), Is.EqualTo(0.85).Within(1e-12));
        Assert.That(curve.Rate(1, 64, 1 << 20), Is.EqualTo(0.80));
    }

    /// <summary>Every outcome of a tree, weighed: a walk goes to one child, or stops.</summary>
    [Test]
    public void Tokens_of_a_tree_are_the_mean_of_its_longest_accepted_walk()
    {
        var random = new Random(2);
        for (int i = 0; i < 200; i++)
        {
            int n = random.Next(1, 10);
            int[] parents = [.. Enumerable.Range(0, n).Select(node => random.Next(-1, node))];
            double[] rates = [.. parents.Select(p => random.NextDouble() / parents.Count(q => q == p))];
            var tree = new DraftTree([.. parents], [.. rates]);
            Assert.That(tree.TokensPerStep, Is.EqualTo(Mean(-1)).Within(1e-12));
            Assert.That(tree.TokensPerStep, Is.InRange(1, tree.Depth + 1));
            Assert.That(tree.Widths.Sum(), Is.EqualTo(n));

            double Mean(int node) => 1 + Enumerable.Range(0, n).Where(c => parents[c] == node).Sum(c => rates[c] * Mean(c));
        }
    }

    [Test]
    public void The_best_tree_beats_every_other_of_its_size()
    {
        ImmutableArray<double> byRank = [0.6, 0.2, 0.1];
        for (int n = 1; n <= 5; n++) Assert.That(DraftTree.Best(n, 4, byRank).TokensPerStep, Is.EqualTo(Exhaustive(n)).Within(1e-12));

        // Every way to hang nodes under earlier ones, children in order of rank.
        double Exhaustive(int nodes)
        {
            double best = 0;
            Grow([], 0);
            return best;

            void Grow(List<int> parents, int _)
            {
                if (parents.Count == nodes)
                {
                    double[] rates = [.. parents.Select((p, i) => parents.Take(i).Count(q => q == p) is int rank && rank < byRank.Length ? byRank[rank] : 0)];
                    var tree = new DraftTree([.. parents], [.. rates]);
                    if (tree.Depth <= 4) best = Math.Max(best, tree.TokensPerStep);
                    return;
                }
                for (int p = -1; p < parents.Count; p++) Grow([.. parents, p], 0);
            }
        }
    }

    [TestCase(new[] { 0 }, new[] { 0.5 }, "node 0 has parent 0")]
    [TestCase(new[] { -1, -1 }, new[] { 0.7, 0.7 }, "at most 1 is possible")]
    [TestCase(new[] { -1 }, new[] { 1.5 }, "0 to 1 is allowed")]
    [TestCase(new[] { -1 }, new double[0], "needs one of both")]
    public void A_tree_that_cannot_be_is_refused(int[] parents, double[] rates, string why) =>
        Assert.That(DraftTree.Fault([.. parents], [.. rates]), Does.Contain(why));
}
