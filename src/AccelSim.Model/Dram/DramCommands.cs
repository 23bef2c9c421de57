using System.Collections.Immutable;

namespace AccelSim.Model.Dram;

/// <summary>What commands are called and what they act on.</summary>
public static class DramCommands
{
    public const int Count = 9;

    /// <summary>JEDEC's names, in the order of <see cref="DramCommand"/>.</summary>
    public static ImmutableArray<string> Names { get; } = ["ACT", "PRE", "PREA", "RD", "WR", "RDA", "WRA", "REFab", "REFpb"];

    public static string Name(DramCommand command) => Names[(int)command];

    /// <summary>Whether the command acts on all banks of a pseudo-channel instead of on one.</summary>
    public static bool IsWide(DramCommand command) => command is DramCommand.PrechargeAll or DramCommand.RefreshAll;

    /// <summary>Whether the command moves a burst of data.</summary>
    public static bool IsColumn(DramCommand command) =>
        command is DramCommand.Read or DramCommand.Write or DramCommand.ReadPrecharge or DramCommand.WritePrecharge;

    /// <summary>Whether the command is a read of data.</summary>
    public static bool IsRead(DramCommand command) => command is DramCommand.Read or DramCommand.ReadPrecharge;
}
