namespace AccelSim.Model.Speculation;

/// <summary>What an acceptance rate rests on.</summary>
public enum AcceptanceEvidence
{
    /// <summary>Stated by who measured it.</summary>
    Measured,

    /// <summary>Inverted from measured tokens per step.</summary>
    Derived,

    /// <summary>Nobody measured it; set by hand.</summary>
    Assumed,
}
