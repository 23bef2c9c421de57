using System.Collections.Immutable;
using AccelSim.Model.Formats;

namespace AccelSim.Model.Operations;

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
