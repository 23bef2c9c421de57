using AccelSim.Model.Machines;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>The shared-buffer port up, between the cores' up links and DRAM.</summary>
internal sealed class StorePath(Machine machine, Horizon horizon, ITimingObserver? observer)
{
    private readonly Place<StepState> port = new(horizon, observer is null ? null : (store, start, end) => observer!.Busy(TimingLane.PortUp, start, end, store.Index));

    /// <summary>One core has sent its last byte, which arrives at this cycle; with the last core the store queues at the port.</summary>
    public void CoreHasSent(StepState store, long arrival)
    {
        store.CoresSent++;
        if (store.CoresSent < machine.Cores) return;
        port.Enqueue(new Visit<StepState>(store, Ceiling.Of(store.Step.Bytes, machine.SharedBuffer.PortBytesPerCycle)) { From = arrival });
    }

    /// <summary>The store that leaves the port at this cycle, and so enters DRAM, if any.</summary>
    public StepState? Finish(long cycle) => port.Finish(cycle);

    public void Start(long cycle) => port.Start(cycle);

    public override string ToString() => $"shared-buffer port up: {port}";
}
