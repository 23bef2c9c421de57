namespace AccelSim.Engine.Results;

/// <summary>Which timing engine runs an operation.</summary>
public enum EngineChoice
{
    /// <summary>The fast engine: its shortcuts are exact for every stream that the lowering emits (docs/SHORTCUTS.md).</summary>
    Auto,

    Fast,

    /// <summary>Ticks every component every cycle; for small machines and for trust.</summary>
    Reference,
}
