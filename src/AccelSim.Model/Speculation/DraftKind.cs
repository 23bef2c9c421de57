namespace AccelSim.Model.Speculation;

/// <summary>Who drafts.</summary>
public enum DraftKind
{
    /// <summary>Nobody: autoregressive decoding.</summary>
    None,

    /// <summary>The target itself on a sparse cache.</summary>
    Self,

    /// <summary>Another model with the same vocabulary.</summary>
    Model,

    /// <summary>A few layers of the target's width and its output head: EAGLE and multi-token prediction.</summary>
    Heads,

    /// <summary>A small model drafts for the target on a sparse cache, which drafts for the whole target (TriForce, arXiv 2404.11912).</summary>
    TwoLevel,
}
