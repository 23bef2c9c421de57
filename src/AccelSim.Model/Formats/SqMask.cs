namespace AccelSim.Model.Formats;

/// <summary>Where SQ-format keeps the precision mask (sq-format.md sections 2.1 and 2.3).</summary>
public enum SqMask
{
    /// <summary>A code of the dense low matrix that no value uses marks a high element, at no extra bit: weights and KV cache.</summary>
    InBand,

    /// <summary>Activations: one byte for each entry of K, the same for every token, stored once a tensor.</summary>
    Static,

    /// <summary>Activations: one bit for each element of each token, chosen at run time.</summary>
    Dynamic,
}
