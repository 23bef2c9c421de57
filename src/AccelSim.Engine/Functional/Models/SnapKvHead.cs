using AccelSim.Engine.Functional.Execution;

namespace AccelSim.Engine.Functional.Models;

/// <summary>
/// SnapKV (arXiv 2404.14469): at the end of the prompt the last queries vote. Their probabilities over the earlier keys, summed over the
/// queries and over the heads that share this key head, are averaged over 5 neighbours; the tokens of largest sum are kept, with the
/// observed ones and all that follow.
/// </summary>
/// <param name="budget">Tokens of the prompt that are kept, the observed ones included.</param>
/// <param name="observed">Last tokens of the prompt whose queries vote; 32 in the MagicDec harness.</param>
/// <param name="sharing">Query heads that share this key head.</param>
public sealed class SnapKvHead(int budget, int observed, int sharing) : SparseKvHead
{
    private const int Pool = 5;

    private readonly Queue<(float[] Query, int Count)> queries = new();
    private int[]? chosen;
    private int promptLength;

    protected override IEnumerable<int> Kept(int count) => chosen is null || count < promptLength
        ? Enumerable.Range(0, count) : chosen.Concat(Enumerable.Range(promptLength, count - promptLength));

    protected override void See(ReadOnlySpan<float> query, int count)
    {
        if (chosen is not null) return;
        queries.Enqueue((query.ToArray(), count));
        if (queries.Count > observed * sharing) queries.Dequeue();
    }

    protected override void Choose(IReadOnlyList<float[]> prompt)
    {
        promptLength = prompt.Count;
        int earlier = Math.Max(0, promptLength - observed), free = Math.Max(0, Math.Min(earlier, budget - observed));
        var votes = new double[earlier];
        foreach ((float[] query, int count) in queries)
        {
            var scores = new float[count];
            for (int t = 0; t < count; t++)
            {
                for (int i = 0; i < query.Length; i++) scores[t] = MathF.FusedMultiplyAdd(query[i], prompt[t][i], scores[t]);
            }
            Softmax.InPlace(scores, 1 / MathF.Sqrt(query.Length));
            for (int t = 0; t < Math.Min(count, earlier); t++) votes[t] += scores[t];
        }
        queries.Clear();
        double Pooled(int t) => Enumerable.Range(t - Pool / 2, Pool).Where(i => i >= 0 && i < earlier).Sum(i => votes[i]) / Pool;
        chosen =
        [
            .. Enumerable.Range(0, earlier).OrderByDescending(Pooled).ThenBy(t => t).Take(free).Order(),
            .. Enumerable.Range(earlier, promptLength - earlier),
        ];
    }
}
