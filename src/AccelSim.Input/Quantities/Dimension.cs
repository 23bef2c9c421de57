using System.Collections.Immutable;

namespace AccelSim.Input.Quantities;

/// <summary>What a quantity measures and the units it may be written in.</summary>
/// <param name="Name">With its article, for messages: <c>a frequency</c>.</param>
/// <param name="Base">Unit in which values are kept.</param>
/// <param name="Units">All units, the base among them.</param>
/// <param name="Example">A quantity as one writes it.</param>
public sealed record Dimension(string Name, string Base, ImmutableArray<Unit> Units, string Example)
{
    /// <summary>The units in words.</summary>
    public string Allowed => string.Join(", ", Units.Where(u => !u.IsAlias).Select(u => u.Symbol));

    public Unit? Find(string symbol) => Units.FirstOrDefault(u => u.Symbol == symbol);
}
