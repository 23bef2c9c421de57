namespace AccelSim.Explore.Identities;

/// <summary>How a law compares.</summary>
public enum LawKind
{
    /// <summary>Exact.</summary>
    Equality,

    /// <summary>A hard bound without tolerance.</summary>
    Bound,
}
