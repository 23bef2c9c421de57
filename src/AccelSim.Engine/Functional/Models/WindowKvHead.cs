namespace AccelSim.Engine.Functional.Models;

/// <summary>
/// StreamingLLM (arXiv 2309.17453): attention reads the first tokens and the most recent ones. Keys keep the rotation of their own position;
/// the paper counts positions within the cache (docs/DEVIATIONS.md, D35).
/// </summary>
/// <param name="sinks">First tokens that are always read.</param>
/// <param name="budget">Tokens read in all, sinks included; above <paramref name="sinks"/>.</param>
public sealed class WindowKvHead(int sinks, int budget) : SparseKvHead
{
    protected override IEnumerable<int> Kept(int count) =>
        count <= budget ? Enumerable.Range(0, count) : Enumerable.Range(0, sinks).Concat(Enumerable.Range(count - (budget - sinks), budget - sinks));
}
