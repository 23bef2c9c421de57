namespace AccelSim.Engine.Results;

/// <summary>Which timing engine runs an operation.</summary>
public enum EngineChoice
{
    /// <summary>The fast engine wherever its shortcuts apply, else the reference engine.</summary>
    Auto,

    Fast,

    /// <summary>Ticks every component every cycle; for small machines and for trust.</summary>
    Reference,
}
