using System.Collections.Immutable;

namespace AccelSim.Model.Dram;

/// <summary>What levels are called: in files, and in the two letters of an address order.</summary>
public static class DramLevels
{
    /// <summary>Name in YAML files and two letters in an address order, in the order of <see cref="DramLevel"/>.</summary>
    public static ImmutableArray<(string Name, string Letters)> Names { get; } =
    [
        ("channel", "Ch"), ("pseudo_channel", "Pc"), ("stack_id", "Ra"), ("bank_group", "Bg"), ("bank", "Ba"), ("row", "Ro"), ("column", "Co"),
    ];

    /// <summary>Levels that have a state of their own: all but rows and columns.</summary>
    public const int Nodes = 5;
}
