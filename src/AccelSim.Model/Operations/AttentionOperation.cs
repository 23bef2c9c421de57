using System.Collections.Immutable;
using AccelSim.Model.Formats;

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

/// <summary>softmax(Q K^T) V per head, keys and values shared by Heads / KvHeads query heads; scores never leave the chip.</summary>
public sealed record AttentionOperation : Operation
{
    public required ImmutableArray<AttentionShape> Shapes { get; init; }

    public required int Heads { get; init; }

    /// <summary>Key-value heads on this chip; divides <see cref="Heads"/>.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Width of queries and keys; for absorbed latent attention the latent plus RoPE width.</summary>
    public required int QkDim { get; init; }

    /// <summary>Width of values.</summary>
    public required int VDim { get; init; }

    public bool Causal { get; init; } = true;

    /// <summary>True when values are the leading VDim columns of the keys (absorbed multi-head latent attention): they are read once.</summary>
    public bool ValuesInsideKeys { get; init; }

    public required NumberFormat Query { get; init; }

    /// <summary>Format of the key and value cache.</summary>
    public required NumberFormat KeyValue { get; init; }

    /// <summary>Format of the probabilities that multiply V.</summary>
    public required NumberFormat Probability { get; init; }

    public required NumberFormat Output { get; init; }

    /// <summary>Query heads that share one key-value head.</summary>
    public int Group => Heads / KvHeads;

    public override long Macs => Shapes.Sum(s => s.Count * s.Pairs(Causal)) * Heads * (QkDim + VDim);
}
