using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing;

/// <summary>
/// Is told what a run does while it runs: both engines tell it the same (docs/EXPLAIN.md), in an order of their own. Core times are core
/// cycles of the operation, DRAM times are DRAM cycles. A run without an observer pays one test per event.
/// </summary>
public interface ITimingObserver
{
    /// <summary>A place of the lead core, or one that all cores share, serves a step in [start, end) core cycles.</summary>
    void Busy(TimingLane lane, long start, long end, long step);

    /// <summary>A step is complete.</summary>
    void Complete(StepKind kind, long step, long cycle);

    /// <summary>Buses [first, end) carry column commands of a request in [from, to) DRAM cycles.</summary>
    void Columns(int firstBus, int endBus, long from, long to, long bursts, bool write, long step);

    /// <summary>One bus holds a row open in a bank (of every bank group) from its activate to its precharge, or to the end of the run.</summary>
    void OpenRow(int bus, int bank, long row, long activated, long closed);

    /// <summary>Buses [first, end) refresh all banks in [from, to) DRAM cycles.</summary>
    void Refresh(int firstBus, int endBus, long from, long to);
}
