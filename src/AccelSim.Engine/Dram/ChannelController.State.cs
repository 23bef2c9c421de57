using AccelSim.Model.Dram;

namespace AccelSim.Engine.Dram;

public sealed partial class ChannelController
{
    /// <summary>The clock of the next visit.</summary>
    internal long Now => time;

    /// <summary>Requests of a pseudo-channel's line that have entered its queues.</summary>
    internal long Taken(int pseudo) => pseudos[pseudo].Taken;

    /// <summary>Deadline of a pseudo-channel's oldest refresh not yet done.</summary>
    internal long Due(int pseudo) => pseudos[pseudo].Due;

    /// <summary>Starts counting afresh and returns what has been counted.</summary>
    internal DramCounters TakeCounters()
    {
        DramCounters counted = Counters;
        Counters = new DramCounters();
        return counted;
    }

    /// <summary>
    /// The complete state of a stream relative to its time and place, refresh deadlines left out; null near the ends of a block, where the place of a
    /// request is not its distance from the unit.
    /// </summary>
    internal long[]? Capture(StreamShape shape)
    {
        foreach (PseudoChannel pseudo in pseudos)
        {
            long block = pseudo.Taken / shape.Block;
            foreach (RequestQueue queue in pseudo.Queues)
                for (int i = 0; i < queue.Count; i++)
                    if (queue.Index[i] / shape.Block != block) return null;
        }
        var tape = new StateTape();
        Pass(tape, shape);
        return tape.ToArray();
    }

    /// <summary>Puts a captured state at another time and place.</summary>
    internal void Restore(long[] state, StreamShape shape, long now, ReadOnlySpan<long> taken, ReadOnlySpan<long> due)
    {
        time = now;
        for (int p = 0; p < pseudos.Length; p++) (pseudos[p].Taken, pseudos[p].Due) = (taken[p], due[p]);
        Pass(new StateTape(state), shape);
    }

    private void Pass(StateTape tape, StreamShape shape)
    {
        for (int bus = 0; bus < lastServed.Length; bus++) lastServed[bus] = tape.Pass(lastServed[bus]);
        PassNode(tape, 0, 0, 0);
        foreach (PseudoChannel pseudo in pseudos) Pass(tape, shape, pseudo);
    }

    private void Pass(StateTape tape, StreamShape shape, PseudoChannel pseudo)
    {
        long start = pseudo.Taken / shape.Unit * shape.Unit, steps = shape.StepOf(start);
        // What follows from the rest, or is at worst looked at again.
        if (tape.IsReading)
        {
            pseudo.OpenBanks = 0;
            Array.Clear(pseudo.RowReady);
            pseudo.Wake();
            pseudo.CloseWake = options.Page == PagePolicy.Adaptive ? 0 : PseudoChannel.Never;
            (pseudo.RefreshWake, pseudo.IsHeld) = (PseudoChannel.Never, false);
        }
        long rest = tape.Pass(pseudo.Taken - start);
        if (rest != pseudo.Taken - start) throw new InvalidOperationException("a state was put at a place where it does not fit");
        pseudo.Mode = tape.Pass(pseudo.Mode);
        pseudo.RefreshBank = tape.Pass(pseudo.RefreshBank);
        PassNode(tape, 1, pseudo.Number, 0);
        for (int level = 2; level < DramLevels.Nodes; level++)
        {
            int banks = level == 2 ? table.BanksPerStack : level == 3 ? table.Timing.BanksPerGroup : 1;
            for (int bank = 0; bank < table.Banks; bank += banks) PassNode(tape, level, pseudo.Number, shape.Turned(bank, steps));
        }
        for (int logical = 0; logical < table.Banks; logical++)
        {
            int bank = shape.Turned(logical, steps);
            int row = shape.Absolute(tape.Pass(tape.IsReading ? 0 : shape.Relative(pseudo.Open[bank], bank, start)), bank, start);
            pseudo.Open[bank] = row;
            if (row >= 0) pseudo.OpenBanks |= 1UL << bank;
            // Only the adaptive policy asks for the time of the last use.
            if (options.Page == PagePolicy.Adaptive)
                pseudo.LastUse[bank] = time - options.IdleClocks + tape.Pass(Math.Max(pseudo.LastUse[bank] + options.IdleClocks - time, 0));
        }
        foreach (RequestQueue queue in pseudo.Queues) Pass(tape, pseudo, queue, start);
        if (tape.IsReading) Fetch(pseudo);
    }

    private void Pass(StateTape tape, PseudoChannel pseudo, RequestQueue queue, long start)
    {
        int count = tape.Pass(queue.Count);
        if (tape.IsReading) queue.Clear();
        for (int i = 0; i < count; i++)
        {
            long index = start + tape.Pass(tape.IsReading ? 0 : queue.Index[i] - start);
            long admitted = time - tape.Pass(tape.IsReading ? 0 : time - queue.Admitted[i]);
            bool begun = tape.Pass(!tape.IsReading && queue.Begun[i] ? 1 : 0) != 0;
            if (!tape.IsReading) continue;
            DramRequest request = source.Next(pseudo.Number, index);
            queue.Add(request, index, admitted, pseudo.Open[request.Bank] == request.Row);
            queue.Begun[i] = begun;
        }
    }

    private void PassNode(StateTape tape, int level, int pseudo, int bank)
    {
        int node = table.Node(level, pseudo, bank);
        Span<long> next = times.Next.AsSpan(table.First[level] + node * DramCommands.Count, DramCommands.Count);
        // A time that has passed is as good as now.
        foreach (ref long slot in next) slot = time + tape.Pass(Math.Max(slot - time, 0));
        foreach (WindowRule[] rules in table.Windows)
        {
            foreach (WindowRule rule in rules)
            {
                if (rule.Level != level) continue;
                ref int head = ref times.Heads[rule.Ring + node];
                Span<long> ring = times.Past.AsSpan(rule.First + node * rule.Window, rule.Window);
                if (tape.IsReading) head = 0;
                for (int i = 0; i < ring.Length; i++)
                {
                    ref long past = ref ring[(head + i) % ring.Length];
                    past = time - rule.Clocks + tape.Pass(Math.Max(past + rule.Clocks - time, 0));
                }
            }
        }
    }
}
