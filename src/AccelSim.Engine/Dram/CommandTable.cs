using System.Collections.Immutable;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;

namespace AccelSim.Engine.Dram;

/// <summary>A rule that looks back one issue, ready for use: after its command, <paramref name="To"/> waits <paramref name="Clocks"/> at a node of a level.</summary>
internal readonly record struct TableRule(int Level, int To, int Clocks);

/// <summary>A rule that looks back several issues.</summary>
/// <param name="Level">Level whose nodes count apart.</param>
/// <param name="To">Later command.</param>
/// <param name="Clocks">Clocks after the oldest issue in the window.</param>
/// <param name="Window">Issues looked back.</param>
/// <param name="First">Place of the first node's ring in the list of past issues.</param>
/// <param name="Ring">Place of the first node's count in the list of counts.</param>
internal readonly record struct WindowRule(int Level, int To, int Clocks, int Window, int First, int Ring);

/// <summary>A DRAM standard compiled for simulation: nodes of each level in one row of numbers, and per command the rules that follow it.</summary>
public sealed class CommandTable
{
    internal const int Infinite = 1 << 30;

    /// <exception cref="ArgumentException">The standard has no protocol.</exception>
    public CommandTable(DramTiming timing)
    {
        ArgumentNullException.ThrowIfNull(timing);
        Timing = timing;
        Protocol = timing.Protocol ?? throw new ArgumentException($"{timing.Standard} has no command level", nameof(timing));
        PseudoChannels = timing.PseudoChannels;
        BanksPerStack = timing.BankGroups * timing.BanksPerGroup;
        Banks = timing.StackIds * BanksPerStack;
        Nodes = [1, PseudoChannels, PseudoChannels * timing.StackIds, PseudoChannels * timing.StackIds * timing.BankGroups, PseudoChannels * Banks];
        var first = new int[DramLevels.Nodes];
        for (int level = 1; level < DramLevels.Nodes; level++) first[level] = first[level - 1] + Nodes[level - 1] * DramCommands.Count;
        First = first;
        Slots = first[^1] + Nodes[^1] * DramCommands.Count;
        var own = new TableRule[DramCommands.Count][];
        var siblings = new TableRule[DramCommands.Count][];
        var windows = new WindowRule[DramCommands.Count][];
        ImmutableArray<DramConstraint> all = Protocol.Constraints;
        for (int from = 0; from < DramCommands.Count; from++)
        {
            DramConstraint[] mine = [.. all.Where(c => (int)c.From == from)];
            DramConstraint[] last = [.. mine.Where(c => c.Window == 1 && !c.Sibling)];
            // A rule is idle where one of an outer level, or its own copy, waits at least as long.
            own[from] = [.. last.Where((c, i) => !last.Where((o, j) => j != i && o.To == c.To && (o.Scope < c.Scope ? o.Clocks >= c.Clocks
                : o.Scope == c.Scope && (o.Clocks > c.Clocks || (o.Clocks == c.Clocks && j < i)))).Any()).Select(c => new TableRule((int)c.Scope, (int)c.To, c.Clocks))];
            siblings[from] = [.. mine.Where(c => c.Window == 1 && c.Sibling).Select(c => new TableRule((int)c.Scope, (int)c.To, c.Clocks))];
            windows[from] = [.. mine.Where(c => c.Window > 1).Select(Window)];
        }
        (Own, Siblings, Windows) = (own, siblings, windows);
        Buses = [.. Protocol.Buses.Select(b => b.Commands.Aggregate(0, (mask, c) => mask | 1 << (int)c))];
    }

    public DramTiming Timing { get; }

    public DramProtocol Protocol { get; }

    /// <summary>Pseudo-channels of a channel.</summary>
    public int PseudoChannels { get; }

    /// <summary>Banks of a pseudo-channel, all stack IDs together.</summary>
    public int Banks { get; }

    /// <summary>Banks of one stack ID.</summary>
    public int BanksPerStack { get; }

    /// <summary>Clocks between refreshes of one kind: the whole interval for all banks, a share of it for one bank after another.</summary>
    public int RefreshInterval(RefreshMode mode) => mode switch
    {
        RefreshMode.AllBank => Timing.RefreshInterval,
        RefreshMode.PerBank => Timing.RefreshInterval / Banks,
        _ => Infinite,
    };

    /// <summary>Nodes per level, in one channel.</summary>
    internal int[] Nodes { get; }

    /// <summary>Place of the first node of a level among the slots; a node has one slot per command.</summary>
    internal int[] First { get; }

    /// <summary>Slots: nodes of all levels times commands.</summary>
    internal int Slots { get; }

    /// <summary>Past issues that the windows need, all nodes together.</summary>
    internal int RingSlots { get; private set; }

    /// <summary>Windows, all nodes together.</summary>
    internal int Rings { get; private set; }

    internal TableRule[][] Own { get; }

    internal TableRule[][] Siblings { get; }

    internal WindowRule[][] Windows { get; }

    /// <summary>Commands of each bus as a set of bits.</summary>
    internal int[] Buses { get; }

    /// <summary>Node of a level that holds a bank.</summary>
    /// <param name="level">The level.</param>
    /// <param name="pseudo">Pseudo-channel.</param>
    /// <param name="bank">Bank within it; any for the levels above banks.</param>
    internal int Node(int level, int pseudo, int bank) => level switch
    {
        0 => 0,
        1 => pseudo,
        2 => pseudo * Timing.StackIds + bank / BanksPerStack,
        3 => (pseudo * Banks + bank) / Timing.BanksPerGroup,
        _ => pseudo * Banks + bank,
    };

    private WindowRule Window(DramConstraint c)
    {
        if (c.Sibling) throw new ArgumentException($"{c}: windows over siblings are not provided for");
        var rule = new WindowRule((int)c.Scope, (int)c.To, c.Clocks, c.Window, RingSlots, Rings);
        RingSlots += Nodes[(int)c.Scope] * c.Window;
        Rings += Nodes[(int)c.Scope];
        return rule;
    }
}
