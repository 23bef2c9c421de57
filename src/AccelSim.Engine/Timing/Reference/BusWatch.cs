namespace AccelSim.Engine.Timing.Reference;

/// <summary>
/// What one bus tells an observer. A refresh that no request follows is not part of the operation, so refreshes are kept until the next
/// admission, as their count is.
/// </summary>
internal sealed class BusWatch(int bus, OpenRows rows)
{
    private readonly List<(long Precharge, long From, long To)> refreshes = [];

    public void Refresh(long precharge, long from, long to) => refreshes.Add((precharge, from, to));

    public void Admit()
    {
        foreach ((long precharge, long from, long to) in refreshes)
        {
            rows.PrechargeAll(bus, precharge);
            rows.Observer.Refresh(bus, bus + 1, from, to);
        }
        refreshes.Clear();
    }

    public void Precharge(int bank, long cycle) => rows.Precharge(bus, bank, cycle);

    public void Activate(BusRequest request, long cycle) => rows.Activate(bus, request.Bank, request.Row, cycle);

    public void Columns(BusRequest request, long from, long to) =>
        rows.Observer.Columns(bus, bus + 1, from, to, request.Bursts, request.IsWrite, request.Chunk.Step.Index);
}
