using System.Collections.Immutable;

namespace AccelSim.Model.Speculation;

/// <summary>
/// A tree of draft tokens below the last token of a sequence. Each node carries the probability that it is accepted given that its parent was;
/// siblings exclude each other, so the expected tokens are the sum over nodes of the products along their paths, and 1 for the bonus
/// (Sequoia, arXiv 2402.12374; SpecInfer, arXiv 2305.09781).
/// </summary>
public sealed record DraftTree
{
    private readonly ImmutableArray<double> paths;

    /// <param name="parents">Index of each node's parent, -1 for children of the last token; parents stand before their children.</param>
    /// <param name="rates">Probability of each node given its parent; those of siblings add up to 1 at most.</param>
    public DraftTree(ImmutableArray<int> parents, ImmutableArray<double> rates)
    {
        if (Fault(parents, rates) is { } fault) throw new ArgumentException(fault);
        (Parents, Rates) = (parents, rates);
        double[] path = new double[parents.Length];
        int[] depth = new int[parents.Length];
        for (int i = 0; i < parents.Length; i++)
        {
            path[i] = rates[i] * (parents[i] < 0 ? 1 : path[parents[i]]);
            depth[i] = 1 + (parents[i] < 0 ? 0 : depth[parents[i]]);
        }
        paths = [.. path];
        Widths = [.. depth.GroupBy(d => d).OrderBy(g => g.Key).Select(g => g.Count())];
    }

    public ImmutableArray<int> Parents { get; }

    public ImmutableArray<double> Rates { get; }

    /// <summary>Nodes at each depth: tokens of each draft pass.</summary>
    public ImmutableArray<int> Widths { get; }

    public int Nodes => Parents.Length;

    public int Depth => Widths.Length;

    /// <summary>Expected tokens per verification, bonus included; from 1 to depth + 1.</summary>
    public double TokensPerStep => 1 + paths.Sum();

    /// <summary>What is wrong with a tree, or null.</summary>
    public static string? Fault(ImmutableArray<int> parents, ImmutableArray<double> rates)
    {
        if (parents.Length != rates.Length) return FormattableString.Invariant($"{parents.Length} parents and {rates.Length} rates; each node needs one of both");
        for (int i = 0; i < parents.Length; i++)
        {
            if (parents[i] < -1 || parents[i] >= i) return FormattableString.Invariant($"node {i} has parent {parents[i]}; -1 or an earlier node is needed");
            if (!(rates[i] >= 0 && rates[i] <= 1)) return FormattableString.Invariant($"node {i} has rate {rates[i]}; 0 to 1 is allowed");
        }
        foreach (var family in parents.Select((p, i) => (Parent: p, Rate: rates[i])).GroupBy(n => n.Parent))
        {
            if (family.Sum(n => n.Rate) > 1 + 1e-9) return FormattableString.Invariant($"the children of node {family.Key} are accepted with {family.Sum(n => n.Rate)} together; at most 1 is possible");
        }
        return null;
    }

    /// <summary>A chain of gamma tokens, all of one rate.</summary>
    public static DraftTree Chain(int gamma, double alpha) =>
        new([.. Enumerable.Range(-1, gamma)], [.. Enumerable.Repeat(alpha, gamma)]);

    /// <summary>
    /// The best tree of so many nodes and so many levels where the r-th child is accepted with the r-th rate: nodes are added greedily, which
    /// is optimal because a node's gain never exceeds that of its parent or of its elder sibling when rates do not rise.
    /// </summary>
    public static DraftTree Best(int nodes, int depth, ImmutableArray<double> byRank)
    {
        var parents = ImmutableArray.CreateBuilder<int>();
        var rates = ImmutableArray.CreateBuilder<double>();
        // Frontier: the next child of each node. Largest gain first; ties to the older node, so that the result is the same everywhere.
        var frontier = new PriorityQueue<(int Parent, int Rank, int Depth, double Path), (double, int)>();
        Offer(-1, 0, 1, 1);
        while (parents.Count < nodes && frontier.TryDequeue(out var next, out _))
        {
            int node = parents.Count;
            double path = next.Path * byRank[next.Rank];
            parents.Add(next.Parent);
            rates.Add(byRank[next.Rank]);
            Offer(next.Parent, next.Rank + 1, next.Depth, next.Path);
            Offer(node, 0, next.Depth + 1, path);
        }
        return new DraftTree(parents.ToImmutable(), rates.ToImmutable());

        void Offer(int parent, int rank, int level, double path)
        {
            if (rank < byRank.Length && level <= depth) frontier.Enqueue((parent, rank, level, path), (-path * byRank[rank], parent));
        }
    }
}
