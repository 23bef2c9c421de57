using AccelSim.Engine.Results;

namespace AccelSim.Cli.Points;

/// <summary>Which engine ran, for the provenance.</summary>
internal static class EngineName
{
    /// <summary>
    /// The engine asked for; of <c>auto</c> also what it came to and why. Every shortcut of the fast engine is exact for every stream that the
    /// lowering emits (docs/SHORTCUTS.md), so there is nothing yet for which <c>auto</c> would fall back to the reference engine.
    /// </summary>
    public static string Of(EngineChoice engine) => engine switch
    {
        EngineChoice.Fast => "fast",
        EngineChoice.Reference => "reference",
        _ => "fast (auto: every shortcut is exact here, see docs/SHORTCUTS.md)",
    };
}
