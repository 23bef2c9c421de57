using System.Numerics;
using System.Runtime.CompilerServices;
using AccelSim.Model.Dram;

namespace AccelSim.Engine.Dram;

public sealed partial class ChannelController
{
    private const int ColumnCommands = 1 << (int)DramCommand.Read | 1 << (int)DramCommand.Write;
    private const int RowCommands = 1 << (int)DramCommand.Activate | 1 << (int)DramCommand.Precharge;
    private const int RefreshCommands = 1 << (int)DramCommand.PrechargeAll | 1 << (int)DramCommand.Precharge | 1 << (int)DramCommand.RefreshAll | 1 << (int)DramCommand.RefreshBank;

    /// <summary>Bank that a pressing per-bank refresh needs; -1 where there is none.</summary>
    private int blocked = -1;

    /// <summary>Whether the pseudo-channel must refresh now: more refreshes are owed than may be postponed, or some are and nothing waits.</summary>
    private bool IsPressing(PseudoChannel pseudo)
    {
        long owed = Owed(pseudo);
        return owed > options.Postpone || (owed > 0 && pseudo.IsEmpty);
    }

    private void Press(PseudoChannel pseudo)
    {
        bool pressing = time >= pseudo.Due && IsPressing(pseudo), held = pressing && options.Refresh == RefreshMode.AllBank;
        if (pressing != pseudo.RefreshWake < PseudoChannel.Never)
        {
            pseudo.Wake();
            if (options.Page == PagePolicy.Adaptive) pseudo.CloseWake = 0;
        }
        pseudo.IsHeld = held;
        pseudo.RefreshWake = pressing ? 0 : PseudoChannel.Never;
    }

    /// <summary>Issues the command that a pseudo-channel wants on a bus now, if there is one.</summary>
    private bool Serve(PseudoChannel pseudo, int bus)
    {
        blocked = -1;
        if (pseudo.RefreshWake < PseudoChannel.Never)
        {
            if ((bus & RefreshCommands) != 0 && Refresh(pseudo, bus)) return true;
            if (pseudo.IsHeld) return false;
            blocked = pseudo.RefreshBank;
        }
        if ((bus & ColumnCommands) != 0 && time >= pseudo.ColumnWake && Column(pseudo)) return true;
        if ((bus & RowCommands) == 0) return false;
        if (time >= pseudo.RowWake && Row(pseudo)) return true;
        return options.Page == PagePolicy.Adaptive && time >= pseudo.CloseWake && CloseIdle(pseudo);
    }

    private bool Refresh(PseudoChannel pseudo, int bus)
    {
        bool all = options.Refresh == RefreshMode.AllBank;
        int bank = all ? 0 : pseudo.RefreshBank;
        DramCommand command = all ? (pseudo.OpenBanks != 0 ? DramCommand.PrechargeAll : DramCommand.RefreshAll)
            : (pseudo.Open[bank] >= 0 ? DramCommand.Precharge : DramCommand.RefreshBank);
        if ((bus & 1 << (int)command) == 0) return false;
        long ready = all ? times.EarliestWide((int)command, pseudo.Number) : times.Earliest((int)command, pseudo.Number, bank);
        if (ready > time)
        {
            pseudo.RefreshWake = ready;
            return false;
        }
        Issue(command, pseudo, bank, -1);
        if (command == DramCommand.PrechargeAll)
        {
            for (int b = 0; b < pseudo.Open.Length; b++) Close(pseudo, b);
        }
        else if (command == DramCommand.Precharge)
        {
            Close(pseudo, bank);
        }
        else
        {
            Counters.Refreshes++;
            pseudo.Due += refreshInterval;
            if (++pseudo.RefreshBank == pseudo.Open.Length) pseudo.RefreshBank = 0;
        }
        pseudo.RefreshWake = 0;
        pseudo.Wake();
        return true;
    }

    /// <summary>The oldest row hit that is ready.</summary>
    private bool Column(PseudoChannel pseudo)
    {
        int mode = pseudo.Mode;
        pseudo.ColumnWake = PseudoChannel.Never;
        RequestQueue queue = pseudo.Queues[mode];
        if (queue.Hits == 0) return false;
        int plain = mode == PseudoChannel.Reads ? (int)DramCommand.Read : (int)DramCommand.Write;
        bool closes = options.Page == PagePolicy.Closed;
        long wide = times.EarliestWide(plain, pseudo.Number);
        if (closes) wide = Math.Min(wide, times.EarliestWide(plain + ToAuto, pseudo.Number));
        if (wide > time)
        {
            pseudo.ColumnWake = wide;
            return false;
        }
        ulong candidates = queue.Hits;
        if (blocked >= 0) candidates &= ~queue.OfBank[blocked];
        // The oldest request, out of patience, keeps others away from the bank in which it wants another row.
        if ((candidates & 1) == 0 && IsStarved(queue)) candidates &= ~queue.OfBank[queue.Bank[0]];
        long wake = PseudoChannel.Never;
        while (candidates != 0)
        {
            int at = BitOperations.TrailingZeroCount(candidates), bank = queue.Bank[at];
            ulong same = candidates & queue.OfBank[bank];
            int command = closes && BitOperations.IsPow2(queue.OfBank[bank] & queue.Hits) ? plain + ToAuto : plain;
            long ready = times.Earliest(command, pseudo.Number, bank);
            if (ready <= time)
            {
                Transfer(pseudo, queue, at, command);
                return true;
            }
            wake = Math.Min(wake, ready);
            candidates &= ~same;
        }
        pseudo.ColumnWake = wake;
        return false;
    }

    // RDA and WRA stand as far behind RD and WR in DramCommand.
    private const int ToAuto = DramCommand.ReadPrecharge - DramCommand.Read;

    private bool IsStarved(RequestQueue queue) => queue.Count > 0 && time - queue.Admitted[0] >= options.StarvationCap;

    private void Transfer(PseudoChannel pseudo, RequestQueue queue, int at, int command)
    {
        int mode = pseudo.Mode, bank = queue.Bank[at];
        Issue((DramCommand)command, pseudo, bank, queue.Row[at]);
        if (!queue.Begun[at]) Counters.RowHits++;
        long end = time + (mode == PseudoChannel.Reads ? readEnd : writeEnd);
        if (mode == PseudoChannel.Reads) Counters.Reads++;
        else Counters.Writes++;
        Counters.Latency.Add(end - queue.Arrived[at]);
        Counters.BusBusy += burst;
        if (end > Counters.Cycles) Counters.Cycles = end;
        queue.RemoveAt(at);
        pseudo.LastUse[bank] = time;
        if (command is (int)DramCommand.ReadPrecharge or (int)DramCommand.WritePrecharge) Close(pseudo, bank);
        else if (options.Page == PagePolicy.Adaptive) pseudo.CloseWake = Math.Min(pseudo.CloseWake, time + options.IdleClocks);
        pseudo.ColumnWake = 0;
        // Without the hit another row of the bank has its turn; a new oldest request may be out of patience.
        if ((queue.Banks & ~queue.HitBanks & 1UL << bank) != 0) pseudo.RowWake = Math.Min(pseudo.RowWake, RowReady(pseudo, bank));
        if (at == 0 && queue.Count > 0) pseudo.RowWake = Math.Min(pseudo.RowWake, queue.Admitted[0] + options.StarvationCap);
    }

    /// <summary>Time of the next row command that the state of a bank asks for.</summary>
    private long RowReady(PseudoChannel pseudo, int bank)
    {
        ref long ready = ref pseudo.RowReady[bank];
        if (ready <= time) ready = times.Earliest((int)(pseudo.Open[bank] < 0 ? DramCommand.Activate : DramCommand.Precharge), pseudo.Number, bank);
        return ready;
    }

    /// <summary>Opens or closes a row for the oldest request that needs it and can have it now.</summary>
    private bool Row(PseudoChannel pseudo)
    {
        RequestQueue queue = pseudo.Queues[pseudo.Mode];
        int found = RequestQueue.Most;
        long wake = PseudoChannel.Never;
        ulong closed = queue.Banks & ~pseudo.OpenBanks, open = queue.Banks & pseudo.OpenBanks & ~queue.HitBanks;
        if (queue.Count > 0)
        {
            if (!IsStarved(queue)) wake = queue.Admitted[0] + options.StarvationCap;
            else if (pseudo.Open[queue.Bank[0]] != queue.Row[0]) open |= pseudo.OpenBanks & 1UL << queue.Bank[0];
        }
        if (blocked >= 0) (closed, open) = (closed & ~(1UL << blocked), open & ~(1UL << blocked));
        if (closed != 0) Candidates(pseudo, queue, closed, DramCommand.Activate, ref wake, ref found);
        if (open != 0) Candidates(pseudo, queue, open, DramCommand.Precharge, ref wake, ref found);
        pseudo.RowWake = wake;
        if (found == RequestQueue.Most) return false;
        int chosen = queue.Bank[found];
        bool opens = pseudo.Open[chosen] < 0;
        if (!queue.Begun[found])
        {
            queue.Begun[found] = true;
            if (opens) Counters.RowMisses++;
            else Counters.RowConflicts++;
        }
        if (opens) OpenRow(pseudo, chosen, queue.Row[found]);
        else ClosePlain(pseudo, chosen);
        return true;
    }

    /// <summary>Finds the oldest request among banks that are ready for a row command, and when the next of them will be.</summary>
    private void Candidates(PseudoChannel pseudo, RequestQueue queue, ulong banks, DramCommand command, ref long wake, ref int found)
    {
        long wide = times.EarliestWide((int)command, pseudo.Number);
        if (wide > time)
        {
            wake = Math.Min(wake, wide);
            return;
        }
        for (; banks != 0; banks &= banks - 1)
        {
            int bank = BitOperations.TrailingZeroCount(banks);
            long ready = RowReady(pseudo, bank);
            wake = Math.Min(wake, ready);
            // Where the starved request is among hits of its bank, it is the oldest of all.
            if (ready <= time) found = Math.Min(found, BitOperations.TrailingZeroCount(queue.OfBank[bank]));
        }
    }

    private void OpenRow(PseudoChannel pseudo, int bank, int row)
    {
        Issue(DramCommand.Activate, pseudo, bank, row);
        pseudo.Open[bank] = row;
        pseudo.OpenBanks |= 1UL << bank;
        pseudo.Queues[PseudoChannel.Reads].Opened(bank, row);
        pseudo.Queues[PseudoChannel.Writes].Opened(bank, row);
        pseudo.RowReady[bank] = 0;
        int plain = (int)(pseudo.Mode == PseudoChannel.Reads ? DramCommand.Read : DramCommand.Write);
        if ((pseudo.Queues[pseudo.Mode].HitBanks & 1UL << bank) != 0) pseudo.ColumnWake = options.Page == PagePolicy.Closed ? 0 : Math.Min(pseudo.ColumnWake, times.Earliest(plain, pseudo.Number, bank));
    }

    private void ClosePlain(PseudoChannel pseudo, int bank)
    {
        Issue(DramCommand.Precharge, pseudo, bank, -1);
        Close(pseudo, bank);
        if (pseudo.Queues[pseudo.Mode].OfBank[bank] != 0) pseudo.RowWake = Math.Min(pseudo.RowWake, RowReady(pseudo, bank));
    }

    /// <summary>The adaptive policy: closes the lowest bank that has been idle long enough and that no queued request hits.</summary>
    private bool CloseIdle(PseudoChannel pseudo)
    {
        long wake = PseudoChannel.Never;
        for (int bank = 0; bank < pseudo.Open.Length; bank++)
        {
            if (pseudo.Open[bank] < 0 || bank == blocked || ((pseudo.Queues[0].HitBanks | pseudo.Queues[1].HitBanks) & 1UL << bank) != 0) continue;
            long ready = Math.Max(pseudo.LastUse[bank] + options.IdleClocks, times.Earliest((int)DramCommand.Precharge, pseudo.Number, bank));
            if (ready <= time)
            {
                ClosePlain(pseudo, bank);
                return true;
            }
            wake = Math.Min(wake, ready);
        }
        pseudo.CloseWake = wake;
        return false;
    }

    private static void Close(PseudoChannel pseudo, int bank)
    {
        if (pseudo.Open[bank] < 0) return;
        pseudo.Open[bank] = -1;
        pseudo.OpenBanks &= ~(1UL << bank);
        pseudo.RowReady[bank] = 0;
        pseudo.Queues[PseudoChannel.Reads].Closed(bank);
        pseudo.Queues[PseudoChannel.Writes].Closed(bank);
    }

    private void Issue(DramCommand command, PseudoChannel pseudo, int bank, int row)
    {
        times.Issue((int)command, pseudo.Number, bank, time);
        Counters.Commands[(int)command]++;
        log?.Invoke(new IssuedCommand(time, command, pseudo.Number, bank, row));
    }
}
