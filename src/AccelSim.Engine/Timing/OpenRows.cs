using AccelSim.Model.Machines;

namespace AccelSim.Engine.Timing;

/// <summary>Remembers the open row of every bank, so that an observer hears of a row once, when it is closed.</summary>
internal sealed class OpenRows
{
    private const long None = -1;

    private readonly ITimingObserver observer;
    private readonly int banks;
    private readonly long[] rows, since;

    public OpenRows(Memory memory, ITimingObserver observer)
    {
        (this.observer, banks) = (observer, memory.Timing.BanksPerGroup);
        rows = new long[(long)memory.Buses * banks];
        since = new long[rows.Length];
        Array.Fill(rows, None);
    }

    public ITimingObserver Observer => observer;

    public void Activate(int bus, int bank, long row, long cycle)
    {
        int at = bus * banks + bank;
        (rows[at], since[at]) = (row, cycle);
    }

    public void Precharge(int bus, int bank, long cycle)
    {
        int at = bus * banks + bank;
        if (rows[at] != None) observer.OpenRow(bus, bank, rows[at], since[at], cycle);
        rows[at] = None;
    }

    /// <summary>All banks of a bus, as a refresh does.</summary>
    public void PrechargeAll(int bus, long cycle)
    {
        for (int bank = 0; bank < banks; bank++) Precharge(bus, bank, cycle);
    }

    /// <summary>The run is over; rows that are still open are cut there.</summary>
    public void Finish(long cycle)
    {
        for (int at = 0; at < rows.Length; at++)
        {
            if (rows[at] != None) observer.OpenRow(at / banks, at % banks, rows[at], since[at], Math.Max(cycle, since[at]));
        }
    }
}
