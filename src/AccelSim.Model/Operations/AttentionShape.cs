namespace AccelSim.Model.Operations;

/// <summary>Equal sequences of a batch. Query i of the last <paramref name="QLen"/> positions sees keys 0 .. KvLen - QLen + i when causal.</summary>
/// <param name="Count">Sequences.</param>
/// <param name="QLen">Query tokens: the prompt (prefill), 1 (decode), gamma + 1 (verify).</param>
/// <param name="KvLen">Keys and values, the new tokens included; not below QLen when causal.</param>
public sealed record AttentionShape(long Count, long QLen, long KvLen)
{
    /// <summary>Query-key pairs of one head of one sequence that the mask leaves.</summary>
    public long Pairs(bool causal) => causal ? QLen * (KvLen - QLen) + QLen * (QLen + 1) / 2 : QLen * KvLen;
}
