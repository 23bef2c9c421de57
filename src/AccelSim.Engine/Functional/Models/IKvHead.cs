namespace AccelSim.Engine.Functional.Models;

/// <summary>Keys and values of one head as attention reads them.</summary>
public interface IKvHead
{
    /// <summary>Takes the key and the value of one more token, head_dim each.</summary>
    void Append(ReadOnlySpan<float> key, ReadOnlySpan<float> value);

    /// <summary>Takes back the last tokens, so that the head is as if they had never come.</summary>
    /// <param name="count">Tokens left.</param>
    /// <exception cref="NotSupportedException">The cache cannot give back what it has quantised in groups.</exception>
    void Truncate(int count) => throw new NotSupportedException("this cache cannot take tokens back");

    /// <summary>The prompt is over: a cache that selects once does so now.</summary>
    void EndPrompt()
    {
    }

    /// <summary>query * key of every token that attention reads, in order: all so far, or those that a sparse cache keeps.</summary>
    float[] Scores(ReadOnlySpan<float> query);

    /// <summary>Sum over the same tokens of probability * value, [head_dim].</summary>
    float[] Mix(ReadOnlySpan<float> probabilities);
}
