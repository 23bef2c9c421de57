namespace AccelSim.Engine.Functional.Models;

/// <summary>Keys and values of one head as attention reads them.</summary>
public interface IKvHead
{
    /// <summary>Takes the key and the value of one more token, head_dim each.</summary>
    void Append(ReadOnlySpan<float> key, ReadOnlySpan<float> value);

    /// <summary>query * key of every token so far.</summary>
    float[] Scores(ReadOnlySpan<float> query);

    /// <summary>Sum over tokens of probability * value, [head_dim].</summary>
    float[] Mix(ReadOnlySpan<float> probabilities);
}
