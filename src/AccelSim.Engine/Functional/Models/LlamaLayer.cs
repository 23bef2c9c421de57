namespace AccelSim.Engine.Functional.Models;

/// <summary>Weights of one transformer block; a matrix is [outputs, inputs], inputs contiguous.</summary>
/// <param name="AttentionNorm">[dim].</param>
/// <param name="Query">[dim, dim].</param>
/// <param name="Key">[kv dim, dim].</param>
/// <param name="Value">[kv dim, dim].</param>
/// <param name="Output">[dim, dim].</param>
/// <param name="FeedForwardNorm">[dim].</param>
/// <param name="Gate">[hidden, dim].</param>
/// <param name="Down">[dim, hidden].</param>
/// <param name="Up">[hidden, dim].</param>
public sealed record LlamaLayer(
    float[] AttentionNorm, float[] Query, float[] Key, float[] Value, float[] Output,
    float[] FeedForwardNorm, float[] Gate, float[] Down, float[] Up);
