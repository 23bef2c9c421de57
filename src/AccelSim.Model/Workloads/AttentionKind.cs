namespace AccelSim.Model.Workloads;

/// <summary>How heads share keys and values.</summary>
public enum AttentionKind
{
    /// <summary>Every query head has its own.</summary>
    MultiHead,

    /// <summary>Groups of query heads share them (multi-query: all do).</summary>
    GroupedQuery,

    /// <summary>All are projections of one latent.</summary>
    Latent,
}
