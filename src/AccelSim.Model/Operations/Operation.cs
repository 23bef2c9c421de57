namespace AccelSim.Model.Operations;

/// <summary>
/// One operation of a workload on one chip of the system: what is computed, in which formats, never how.
/// Equal instances are stored once with a count; unequal lengths (ragged batches, experts) are several shapes.
/// </summary>
public abstract record Operation
{
    /// <summary>Short name for the results table, for instance <c>qkv_proj</c>.</summary>
    public required string Name { get; init; }

    /// <summary>True when the output stays in the shared buffer for the next operation and never goes to DRAM.</summary>
    public bool OutputOnChip { get; init; }

    /// <summary>Bytes of the next operation's weights that are read behind this one's own loads and stay in the shared buffer; 0 for none.</summary>
    public long PrefetchBytes { get; init; }

    /// <summary>Unmasked logical multiply-accumulate pairs; 0 where the operation has none.</summary>
    public abstract long Macs { get; }
}
