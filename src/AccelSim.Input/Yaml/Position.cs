using System.Globalization;

namespace AccelSim.Input.Yaml;

/// <summary>Where a piece of input stands.</summary>
/// <param name="Source">Path of the file as the user named it, or the override as typed: <c>--set clock=2 GHz</c>.</param>
/// <param name="Line">From 1; 0 where the source has no lines.</param>
/// <param name="Column">From 1; 0 where the source has no lines.</param>
public readonly record struct Position(string Source, int Line, int Column)
{
    public static Position Whole(string source) => new(source, 0, 0);

    public override string ToString() =>
        Line == 0 ? Source : string.Create(CultureInfo.InvariantCulture, $"{Source}:{Line}:{Column}");
}
