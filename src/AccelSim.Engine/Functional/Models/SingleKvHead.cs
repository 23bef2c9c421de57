namespace AccelSim.Engine.Functional.Models;

/// <summary>A cache in fp32; sums are chains of fused multiply-adds, head_dim or tokens ascending.</summary>
public sealed class SingleKvHead : IKvHead
{
    private readonly List<float[]> keys = [];
    private readonly List<float[]> values = [];

    public void Append(ReadOnlySpan<float> key, ReadOnlySpan<float> value)
    {
        keys.Add(key.ToArray());
        values.Add(value.ToArray());
    }

    public void Truncate(int count)
    {
        keys.RemoveRange(count, keys.Count - count);
        values.RemoveRange(count, values.Count - count);
    }

    public float[] Scores(ReadOnlySpan<float> query)
    {
        var scores = new float[keys.Count];
        for (int t = 0; t < scores.Length; t++)
        {
            for (int i = 0; i < query.Length; i++)
                scores[t] = MathF.FusedMultiplyAdd(query[i], keys[t][i], scores[t]);
        }
        return scores;
    }

    public float[] Mix(ReadOnlySpan<float> probabilities)
    {
        var mixed = new float[values[0].Length];
        for (int t = 0; t < values.Count; t++)
        {
            for (int i = 0; i < mixed.Length; i++)
                mixed[i] = MathF.FusedMultiplyAdd(probabilities[t], values[t][i], mixed[i]);
        }
        return mixed;
    }
}
