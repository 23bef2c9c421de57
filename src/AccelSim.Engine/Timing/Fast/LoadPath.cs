using AccelSim.Model.Machines;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>The four places of the load path (docs/ENGINE.md): memory, shared-buffer port, network link, scratchpad fill port.</summary>
internal sealed class LoadPath(Machine machine, FastMemory memory, ITimingObserver? observer = null)
{
    private long[] data = new long[16];
    private long portEnd, linkEnd, fillEnd;

    /// <summary>Sends a load that issues at a core cycle on its way; returns when each place is through with its last chunk.</summary>
    public WaitTimes Send(in Step step, long number, long issue)
    {
        memory.Step = number;
        observer?.Busy(TimingLane.LoadIssue, issue, issue + 1, number);
        long chunkBytes = machine.Memory.ChunkBytes;
        int chunks = step.FromSharedBuffer
            ? (int)((step.Address + step.Bytes + chunkBytes - 1) / chunkBytes - step.Address / chunkBytes)
            : memory.Transfer(step.Address, step.Bytes, false, issue, ref data);
        long address = step.Address, end = step.Address + step.Bytes, last = 0, arrival = 0;
        long boundary = address / chunkBytes * chunkBytes, known = 0, port = 0, link = 0, fill = 0;
        for (int c = 0; c < chunks; c++)
        {
            boundary += chunkBytes;
            long stop = Math.Min(end, boundary), bytes = stop - address;
            address = stop;
            if (bytes != known)
            {
                known = bytes;
                port = Ceiling(bytes, machine.SharedBuffer.BytesPerCycle);
                long coreBytes = ShareOfCore(bytes, step);
                link = Ceiling(coreBytes, machine.Network.BytesPerCorePerCycle);
                fill = Ceiling(coreBytes, machine.Scratchpad.PortBytesPerCycle);
            }
            last = step.FromSharedBuffer ? issue + machine.SharedBuffer.Latency : data[c] + machine.Memory.LatencyCycles;
            portEnd = Serve(TimingLane.PortDown, Math.Max(last, portEnd), port, number);
            if (step.StopsAtSharedBuffer) continue;
            linkEnd = Serve(TimingLane.LinkDown, Math.Max(portEnd, linkEnd), link, number);
            arrival = linkEnd + machine.Network.Latency;
            fillEnd = Serve(TimingLane.Fill, Math.Max(arrival, fillEnd), fill, number);
        }
        if (step.StopsAtSharedBuffer) return new WaitTimes { Dram = last, SharedBuffer = portEnd, Ready = portEnd };
        return new WaitTimes
        {
            Dram = step.FromSharedBuffer ? 0 : last,
            SharedBuffer = portEnd,
            Network = arrival,
            Fill = fillEnd,
            Ready = fillEnd,
        };
    }

    public override string ToString() => $"shared-buffer port down busy until {portEnd}, link down until {linkEnd}, fill port until {fillEnd}";

    private long Serve(TimingLane lane, long start, long busy, long number)
    {
        observer?.Busy(lane, start, start + busy, number);
        return start + busy;
    }

    private static long ShareOfCore(long bytes, in Step step)
    {
        // Exact: products of two byte counts may pass 63 bits only for transfers of more than 2 GiB.
        if (bytes < int.MaxValue && step.BytesPerCore < int.MaxValue) return Ceiling(bytes * step.BytesPerCore, step.Bytes);
        return (long)(((Int128)bytes * step.BytesPerCore + step.Bytes - 1) / step.Bytes);
    }

    private static long Ceiling(long a, long b) => (a + b - 1) / b;
}
