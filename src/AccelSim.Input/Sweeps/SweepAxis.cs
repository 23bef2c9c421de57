using System.Collections.Immutable;

namespace AccelSim.Input.Sweeps;

/// <summary>An axis of a sweep.</summary>
/// <param name="Name">Name of a linked axis, whose own key in the entries is a label; else the key.</param>
/// <param name="Entries">Positions in file order.</param>
public sealed record SweepAxis(string Name, ImmutableArray<AxisEntry> Entries)
{
    /// <summary>All keys of the entries in order of first appearance.</summary>
    public ImmutableArray<string> Keys { get; } = [.. Entries.SelectMany(e => e.Values).Select(v => v.Key).Distinct()];

    /// <summary>Whether a key is this axis's label, which names an entry and sets nothing.</summary>
    public bool IsLabel(string key) => key == Name && (Keys.Length > 1 || !Name.Contains('.')) && IsLinked;

    /// <summary>Whether the axis was written as a list of maps.</summary>
    public bool IsLinked { get; init; }
}
