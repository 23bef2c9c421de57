using System.Runtime.CompilerServices;
using AccelSim.Model.Dram;

namespace AccelSim.Engine.Dram;

/// <summary>When each command may next be issued to each node, kept up to date as commands are issued.</summary>
public sealed class CommandTimes
{
    private const int C = DramCommands.Count;
    private readonly CommandTable table;
    private readonly int firstPseudo, firstStack, firstGroup, firstBank, banks;

    public CommandTimes(CommandTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        this.table = table;
        Next = new long[table.Slots];
        Past = new long[table.RingSlots];
        Heads = new int[table.Rings];
        Array.Fill(Past, -CommandTable.Infinite);
        (firstPseudo, firstStack, firstGroup, firstBank) = (table.First[1], table.First[2], table.First[3], table.First[4]);
        banks = table.Banks;
        StackOf = [.. Enumerable.Range(0, table.PseudoChannels * banks).Select(b => b / table.BanksPerStack)];
        GroupOf = [.. Enumerable.Range(0, table.PseudoChannels * banks).Select(b => b / table.Timing.BanksPerGroup)];
    }

    /// <summary>First time per slot: node of a level, then command.</summary>
    internal long[] Next { get; }

    /// <summary>Past issues for the windows, each node a ring.</summary>
    internal long[] Past { get; }

    /// <summary>Oldest entry of each ring.</summary>
    internal int[] Heads { get; }

    private int[] StackOf { get; }

    private int[] GroupOf { get; }

    /// <summary>First time at which a command to a bank keeps all rules.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Earliest(int command, int pseudo, int bank)
    {
        int at = pseudo * banks + bank;
        long[] next = Next;
        long wide = Math.Max(next[command], next[firstPseudo + pseudo * C + command]);
        long middle = Math.Max(next[firstStack + StackOf[at] * C + command], next[firstGroup + GroupOf[at] * C + command]);
        return Math.Max(Math.Max(wide, middle), next[firstBank + at * C + command]);
    }

    /// <summary>First time at which channel and pseudo-channel allow a command; all there is for commands to all banks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long EarliestWide(int command, int pseudo) => Math.Max(Next[command], Next[firstPseudo + pseudo * C + command]);

    /// <summary>Takes note of a command.</summary>
    public void Issue(int command, int pseudo, int bank, long time)
    {
        int at = pseudo * banks + bank;
        Span<int> node = [0, firstPseudo + pseudo * C, firstStack + StackOf[at] * C, firstGroup + GroupOf[at] * C, firstBank + at * C];
        long[] next = Next;
        foreach (ref readonly TableRule rule in table.Own[command].AsSpan())
        {
            ref long slot = ref next[node[rule.Level] + rule.To];
            long until = time + rule.Clocks;
            if (until > slot) slot = until;
        }
        if (table.Siblings[command].Length > 0) IssueToSiblings(command, pseudo, bank, time);
        foreach (ref readonly WindowRule rule in table.Windows[command].AsSpan())
        {
            int which = table.Node(rule.Level, pseudo, bank), start = rule.First + which * rule.Window;
            ref int head = ref Heads[rule.Ring + which];
            Past[start + head] = time;
            head = head + 1 == rule.Window ? 0 : head + 1;
            ref long slot = ref next[node[rule.Level] + rule.To];
            slot = Math.Max(slot, Past[start + head] + rule.Clocks);
        }
    }

    private void IssueToSiblings(int command, int pseudo, int bank, long time)
    {
        foreach (ref readonly TableRule rule in table.Siblings[command].AsSpan())
        {
            int own = table.Node(rule.Level, pseudo, bank);
            int siblings = table.Nodes[rule.Level] / table.Nodes[rule.Level - 1], parent = own / siblings * siblings;
            for (int node = parent; node < parent + siblings; node++)
            {
                if (node == own) continue;
                ref long slot = ref Next[table.First[rule.Level] + node * C + rule.To];
                slot = Math.Max(slot, time + rule.Clocks);
            }
        }
    }
}
