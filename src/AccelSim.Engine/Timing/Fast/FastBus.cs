using AccelSim.Model.Machines;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>
/// Recurrences of one DRAM bus (docs/ENGINE.md, "Memory"); one object stands for all neighbouring buses with the same history.
/// Constraints are kept as the earliest time at which a thing may happen, so a constraint in the past is no constraint.
/// </summary>
internal sealed class FastBus
{
    private readonly DramTiming timing;
    private readonly BusObserver? observer;
    private readonly long[] openRow, mayPrecharge, mayColumn;
    private readonly long[] columnEnds;
    private readonly long activateSpacing, gangDelay;
    private int oldest;
    private long requests, admitted, lastColumnEnd, mayActivate, mayNextPrecharge, mayRead, mayWrite, refreshEnd, deadline;

    public FastBus(DramTiming timing, int lookahead, BusObserver? observer = null)
    {
        (this.timing, this.observer) = (timing, observer);
        openRow = new long[timing.BanksPerGroup];
        Array.Fill(openRow, -1);
        mayPrecharge = new long[timing.BanksPerGroup];
        mayColumn = new long[timing.BanksPerGroup];
        columnEnds = new long[lookahead];
        activateSpacing = Math.Max((long)timing.BankGroups * timing.ActivateToActivate, ((long)timing.BankGroups * timing.FourActivates + 3) / 4);
        gangDelay = (long)(timing.BankGroups - 1) * timing.ActivateToActivate;
        deadline = timing.RefreshInterval;
    }

    private FastBus(FastBus other)
    {
        (timing, observer) = (other.timing, other.observer);
        (openRow, mayPrecharge, mayColumn) = (new long[timing.BanksPerGroup], new long[timing.BanksPerGroup], new long[timing.BanksPerGroup]);
        columnEnds = new long[other.columnEnds.Length];
        (activateSpacing, gangDelay) = (other.activateSpacing, other.gangDelay);
        Become(other);
    }

    /// <summary>Takes over the state of another bus of the same memory; counters start from zero.</summary>
    public void Become(FastBus other)
    {
        other.openRow.AsSpan().CopyTo(openRow);
        other.mayPrecharge.AsSpan().CopyTo(mayPrecharge);
        other.mayColumn.AsSpan().CopyTo(mayColumn);
        other.columnEnds.AsSpan().CopyTo(columnEnds);
        oldest = other.oldest;
        (requests, admitted, lastColumnEnd, mayActivate) = (other.requests, other.admitted, other.lastColumnEnd, other.mayActivate);
        (mayNextPrecharge, mayRead, mayWrite, refreshEnd, deadline) =
            (other.mayNextPrecharge, other.mayRead, other.mayWrite, other.refreshEnd, other.deadline);
        Bursts = RowHits = RowMisses = RowConflicts = Activations = Precharges = Refreshes = 0;
    }

    public long RowHits;
    public long RowMisses;
    public long RowConflicts;
    public long Bursts;
    public long Activations;
    public long Precharges;
    public long Refreshes;

    /// <summary>A bus with the same state and fresh counters.</summary>
    public FastBus Split() => new(this);

    /// <summary>Serves the next request of the FIFO and returns the end of its data, all in DRAM cycles.</summary>
    public long Serve(long arrival, long gangedRow, long bursts, bool write) =>
        Serve(arrival, (int)(gangedRow % timing.BanksPerGroup), gangedRow / timing.BanksPerGroup, bursts, write);

    /// <summary>The same with bank and row told apart.</summary>
    public long Serve(long arrival, int bank, long row, long bursts, bool write)
    {
        long admit = Math.Max(Math.Max(arrival, admitted), columnEnds[oldest]);
        while (admit >= deadline) admit = Math.Max(admit, Refresh(admit));
        admitted = admit;

        long missed = 0;
        if (openRow[bank] != row)
        {
            missed = Math.Min(bursts, timing.BankGroups);
            Open(bank, row, admit, write, missed);
        }
        Bursts += bursts;
        RowHits += bursts - missed;

        long first = Math.Max(Math.Max(admit, mayColumn[bank]), Math.Max(lastColumnEnd, write ? mayWrite : mayRead));
        lastColumnEnd = first + bursts * timing.BurstClocks;
        observer?.Columns(first, lastColumnEnd, bursts, write);
        columnEnds[oldest] = lastColumnEnd;
        if (++oldest == columnEnds.Length) oldest = 0;
        requests++;
        long lastCommand = lastColumnEnd - timing.BurstClocks;
        if (write)
        {
            long end = lastCommand + timing.WriteLatency + timing.BurstClocks;
            mayPrecharge[bank] = Math.Max(mayPrecharge[bank], end + timing.WriteRecovery);
            mayRead = Math.Max(mayRead, end + timing.WriteToRead);
            return end;
        }
        mayPrecharge[bank] = Math.Max(mayPrecharge[bank], lastCommand + timing.ReadToPrecharge);
        mayWrite = Math.Max(mayWrite, lastCommand + timing.ReadToWrite);
        return lastCommand + timing.ReadLatency + timing.BurstClocks;
    }

    /// <summary>
    /// Serves one request per element of <paramref name="ends"/>, each the next share of a row, and raises the element to the end of its data. Says
    /// the same as <see cref="Serve(long, int, long, long, bool)"/> for each: what only requests of the other direction or a refresh read is stored once.
    /// </summary>
    /// <param name="arrival">DRAM cycle of all of them.</param>
    /// <param name="number">Of the first share: bank group, then bank, then row.</param>
    /// <param name="bursts">Of each request.</param>
    /// <param name="write">Direction.</param>
    /// <param name="ends">One element per request.</param>
    public void ServeRows(long arrival, long number, long bursts, bool write, Span<long> ends)
    {
        long ganged = number / timing.BankGroups, row = ganged / timing.BanksPerGroup;
        int share = (int)(number - ganged * timing.BankGroups), bank = (int)(ganged - row * timing.BanksPerGroup);
        long busy = bursts * timing.BurstClocks, newlyOpened = Math.Min(bursts, timing.BankGroups);
        long toData = (write ? timing.WriteLatency : timing.ReadLatency) + timing.BurstClocks;
        long toPrecharge = write ? toData + timing.WriteRecovery : timing.ReadToPrecharge;
        long turn = write ? mayWrite : mayRead, missedBursts = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            long admit = Math.Max(Math.Max(arrival, admitted), columnEnds[oldest]);
            while (admit >= deadline) admit = Math.Max(admit, Refresh(admit));
            admitted = admit;
            if (openRow[bank] != row)
            {
                missedBursts += newlyOpened;
                Open(bank, row, admit, write, newlyOpened);
            }
            long first = Math.Max(Math.Max(admit, mayColumn[bank]), Math.Max(lastColumnEnd, turn));
            lastColumnEnd = first + busy;
            observer?.Columns(first, lastColumnEnd, bursts, write);
            columnEnds[oldest] = lastColumnEnd;
            if (++oldest == columnEnds.Length) oldest = 0;
            long lastCommand = lastColumnEnd - timing.BurstClocks;
            mayPrecharge[bank] = Math.Max(mayPrecharge[bank], lastCommand + toPrecharge);
            ends[i] = Math.Max(ends[i], lastCommand + toData);
            if (++share < timing.BankGroups) continue;
            share = 0;
            if (++bank < openRow.Length) continue;
            (bank, row) = (0, row + 1);
        }
        Bursts += bursts * ends.Length;
        RowHits += bursts * ends.Length - missedBursts;
        requests += ends.Length;
        long last = lastColumnEnd - timing.BurstClocks;
        if (write) mayRead = Math.Max(mayRead, last + toData + timing.WriteToRead);
        else mayWrite = Math.Max(mayWrite, last + timing.ReadToWrite);
    }

    /// <summary>Does the refreshes that a request arriving at <paramref name="now"/>, which must come next, would find due.</summary>
    public void RefreshUntil(long now)
    {
        while (now >= deadline) admitted = Math.Max(admitted, Refresh(now));
    }

    /// <summary>Whether both would treat every request arriving at or after <paramref name="now"/> alike.</summary>
    public bool SameFrom(FastBus other, long now)
    {
        bool Same(long a, long b) => Math.Max(a, now) == Math.Max(b, now);
        // A refresh that is due lies in the past and depends on times before now.
        if (now >= deadline) return false;
        if (deadline != other.deadline || !Same(lastColumnEnd, other.lastColumnEnd) || !Same(mayActivate, other.mayActivate)
            || !Same(mayNextPrecharge, other.mayNextPrecharge) || !Same(mayRead, other.mayRead) || !Same(mayWrite, other.mayWrite)
            || !Same(admitted, other.admitted) || !Same(refreshEnd, other.refreshEnd)) return false;
        for (int i = 0; i < openRow.Length; i++)
        {
            if (openRow[i] != other.openRow[i] || !Same(mayPrecharge[i], other.mayPrecharge[i]) || !Same(mayColumn[i], other.mayColumn[i])) return false;
        }
        for (long i = 0; i < columnEnds.Length; i++)
        {
            if (!Same(columnEnds[(oldest + i) % columnEnds.Length], other.columnEnds[(other.oldest + i) % columnEnds.Length])) return false;
        }
        return true;
    }

    public override string ToString() =>
        $"{requests} requests served, columns until {lastColumnEnd}, refresh due at {deadline}, {openRow.Count(r => r >= 0)} banks open (DRAM cycles)";

    private void Open(int bank, long row, long admit, bool write, long missed)
    {
        long ready = admit;
        if (openRow[bank] >= 0)
        {
            RowConflicts += missed;
            Precharges += timing.BankGroups;
            long precharge = Math.Max(Math.Max(admit, mayNextPrecharge), mayPrecharge[bank]);
            mayNextPrecharge = precharge + 1;
            observer?.Precharge(bank, precharge);
            ready = precharge + timing.Precharge;
        }
        else
        {
            RowMisses += missed;
        }
        Activations += timing.BankGroups;
        long activate = Math.Max(ready, mayActivate);
        mayActivate = activate + activateSpacing;
        observer?.Activate(bank, row, activate);
        openRow[bank] = row;
        mayColumn[bank] = activate + gangDelay + (write ? timing.ActivateToWrite : timing.ActivateToRead);
        mayPrecharge[bank] = activate + timing.ActivateToPrecharge;
    }

    /// <summary>All banks, once the window is empty; returns the end. Of an idle bus those before <paramref name="until"/> are counted in one go (shortcut S6).</summary>
    private long Refresh(long until)
    {
        long begin = Math.Max(Math.Max(deadline, refreshEnd), lastColumnEnd);
        bool open = false;
        for (int bank = 0; bank < openRow.Length; bank++)
        {
            if (openRow[bank] < 0) continue;
            open = true;
            begin = Math.Max(begin, mayPrecharge[bank]);
            openRow[bank] = -1;
        }
        long precharge = begin;
        if (open) begin += timing.Precharge;
        refreshEnd = begin + timing.RefreshCycle;
        observer?.Refresh(precharge, begin, refreshEnd);
        deadline += timing.RefreshInterval;
        Refreshes++;
        // All banks are closed now: a refresh that finds the one before it over begins at its deadline, and so do those behind it.
        long idle = refreshEnd <= deadline && observer is null ? (until - deadline) / timing.RefreshInterval : 0;
        if (idle <= 0) return refreshEnd;
        deadline += idle * timing.RefreshInterval;
        Refreshes += idle;
        refreshEnd = deadline - timing.RefreshInterval + timing.RefreshCycle;
        return refreshEnd;
    }
}
