using System.Collections.Immutable;

namespace AccelSim.Engine.Functional.Accumulation.Silicon;

/// <summary>One wrong parameter: what vectors must notice if they are worth anything.</summary>
/// <param name="Name">As in the table of the recorded vectors.</param>
/// <param name="Change">The wrong parameters, or null where the mistake cannot be made.</param>
public sealed record Mutation(string Name, Func<TFdpaParameters, TFdpaParameters?> Change)
{
    public static ImmutableArray<Mutation> All { get; } =
    [
        new("F-1", p => p with { FractionBits = p.FractionBits - 1 }),
        new("F+1", p => p with { FractionBits = p.FractionBits + 1 }),
        new("L/2", p => p.GroupLength > 1 ? p with { GroupLength = p.GroupLength / 2 } : null),
        new("2L", p => p with { GroupLength = p.GroupLength * 2 }),
        new("other rounding", p => p with { Rounding = Sibling(p.Rounding, sameWidth: true)! }),
        new("other width", p => Sibling(p.Rounding, sameWidth: false) is { } other ? p with { Rounding = other } : null),
        new("floor", p => p with { Alignment = Alignment.Floor }),
        new("e0-1", p => p with { ZeroExponent = p.ZeroExponent - 1 }),
        new("e0+1", p => p with { ZeroExponent = p.ZeroExponent + 1 }),
    ];

    public override string ToString() => Name;

    /// <summary>The rounding that differs in direction alone, or in width alone.</summary>
    private static OutputRounding? Sibling(OutputRounding rounding, bool sameWidth) => OutputRounding.All.FirstOrDefault(r =>
        r.Container == rounding.Container && (r.MantissaBits == rounding.MantissaBits) == sameWidth && (r.Rounding == rounding.Rounding) != sameWidth);
}
