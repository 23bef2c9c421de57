namespace AccelSim.Engine.Timing.Fast;

/// <summary>What the buses of an interval report, for each of the buses that the interval stands for at that moment.</summary>
internal sealed class BusObserver(OpenRows rows)
{
    private int first, end;
    private long step;

    /// <summary>The next reports are of buses [first, end) that serve this step.</summary>
    public void Buses(int first, int end, long step) => (this.first, this.end, this.step) = (first, end, step);

    public void Activate(int bank, long row, long cycle)
    {
        for (int bus = first; bus < end; bus++) rows.Activate(bus, bank, row, cycle);
    }

    public void Precharge(int bank, long cycle)
    {
        for (int bus = first; bus < end; bus++) rows.Precharge(bus, bank, cycle);
    }

    public void Columns(long from, long to, long bursts, bool write) => rows.Observer.Columns(first, end, from, to, bursts, write, step);

    public void Refresh(long precharge, long from, long to)
    {
        for (int bus = first; bus < end; bus++) rows.PrechargeAll(bus, precharge);
        rows.Observer.Refresh(first, end, from, to);
    }

    public void Finish(long cycle) => rows.Finish(cycle);
}
