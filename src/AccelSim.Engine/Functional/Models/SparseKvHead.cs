namespace AccelSim.Engine.Functional.Models;

/// <summary>A cache in fp32 of which attention reads some tokens. All are stored, so that tokens can be taken back.</summary>
public abstract class SparseKvHead : IKvHead
{
    private readonly List<float[]> keys = [];
    private readonly List<float[]> values = [];
    private int[] kept = [];

    public void Append(ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        keys.Add(key.ToArray());
        values.Add(value.ToArray());
        kept = [.. Kept(keys.Count)];
    }

    public void Truncate(int count)
    {
        keys.RemoveRange(count, keys.Count - count);
        values.RemoveRange(count, values.Count - count);
        kept = [.. Kept(count)];
    }

    public void EndPrompt()
    {
        Choose(keys);
        kept = [.. Kept(keys.Count)];
    }

    public float[] Scores(ReadOnlySpan<float> query)
    {
        See(query, keys.Count);
        var scores = new float[kept.Length];
        for (int t = 0; t < scores.Length; t++)
        {
            for (int i = 0; i < query.Length; i++)
                scores[t] = MathF.FusedMultiplyAdd(query[i], keys[kept[t]][i], scores[t]);
        }
        return scores;
    }

    public float[] Mix(ReadOnlySpan<float> probabilities)
    {
        var mixed = new float[values[0].Length];
        for (int t = 0; t < kept.Length; t++)
        {
            for (int i = 0; i < mixed.Length; i++)
                mixed[i] = MathF.FusedMultiplyAdd(probabilities[t], values[kept[t]][i], mixed[i]);
        }
        return mixed;
    }

    /// <summary>Tokens that attention reads when so many are in the cache, ascending; the last is always among them.</summary>
    protected abstract IEnumerable<int> Kept(int count);

    /// <summary>A query is about to read.</summary>
    protected virtual void See(ReadOnlySpan<float> query, int count)
    {
    }

    /// <summary>The prompt is over.</summary>
    /// <param name="prompt">Its keys.</param>
    protected virtual void Choose(IReadOnlyList<float[]> prompt)
    {
    }
}
