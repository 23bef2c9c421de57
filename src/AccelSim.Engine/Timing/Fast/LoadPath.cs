using AccelSim.Model.Machines;
using AccelSim.Model.Steps;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Timing.Fast;

/// <summary>
/// The four places of the load path (docs/ENGINE.md): memory, shared-buffer port, network link, scratchpad fill port. Where the DMA limits the
/// bytes under way, a load enters memory chunk by chunk.
/// </summary>
internal sealed class LoadPath
{
    private readonly Machine machine;
    private readonly FastMemory memory;
    private readonly NetworkLoad network;
    private readonly ITimingObserver? observer;
    private readonly long chunkBytes, limit;
    private readonly Queue<(long Release, long Bytes)> inFlight;
    private long[] data = new long[16];
    private long portEnd, linkEnd, fillEnd;
    private long knownBytes, port, link, fill;
    private long inFlightBytes, entry, address;
    private Step current;

    public LoadPath(Machine machine, FastMemory memory, NetworkLoad network, ITimingObserver? observer = null)
    {
        (this.machine, this.memory, this.network, this.observer, inFlight) = (machine, memory, network, observer, new());
        (chunkBytes, limit) = (machine.Memory.ChunkBytes, machine.Dma?.OutstandingBytes ?? long.MaxValue);
    }

    /// <summary>The same path before another memory; nobody observes it.</summary>
    public LoadPath(LoadPath other, FastMemory memory)
    {
        (machine, this.memory, network, inFlight) = (other.machine, memory, other.network, new(other.inFlight));
        (chunkBytes, limit, portEnd, linkEnd, fillEnd) = (other.chunkBytes, other.limit, other.portEnd, other.linkEnd, other.fillEnd);
        (inFlightBytes, entry, address, current, Entering) = (other.inFlightBytes, other.entry, other.address, other.current, other.Entering);
        (knownBytes, port, link, fill) = (other.knownBytes, other.port, other.link, other.fill);
    }

    /// <summary>Number of the load whose chunks have not all entered memory; -1 for none.</summary>
    public long Entering { get; private set; } = -1;

    /// <summary>That load.</summary>
    public Step Current => current;

    /// <summary>Whether the DMA's limit applies to a load.</summary>
    public bool IsLimited(in Step step) => machine.Dma is not null && !step.FromSharedBuffer;

    /// <summary>Sends a load that issues at a core cycle on its way; returns when each place is through with its last chunk.</summary>
    public WaitTimes Send(in Step step, long number, long issue)
    {
        Issued(number, issue);
        int chunks = step.FromSharedBuffer
            ? (int)((step.Address + step.Bytes + chunkBytes - 1) / chunkBytes - step.Address / chunkBytes)
            : memory.Transfer(step.Address, step.Bytes, false, issue, ref data);
        long from = step.Address, end = step.Address + step.Bytes, boundary = from / chunkBytes * chunkBytes;
        WaitTimes times = default;
        for (int c = 0; c < chunks; c++)
        {
            boundary += chunkBytes;
            long stop = Math.Min(end, boundary);
            long there = step.FromSharedBuffer ? issue + machine.SharedBuffer.Latency : data[c] + machine.Memory.LatencyCycles;
            if (stop - from == knownBytes && observer is null) PassAgain(there, step.StopsAtSharedBuffer);
            else Pass(step, stop - from, there, number);
            if (c == chunks - 1) times = Times(step, there);
            from = stop;
        }
        return times;
    }

    /// <summary>Issues a load whose chunks enter memory one by one.</summary>
    public void Begin(in Step step, long number, long issue)
    {
        Issued(number, issue);
        (current, Entering, address, entry) = (step, number, step.Address, issue);
    }

    /// <summary>First cycle at which the next chunk may enter memory: the bytes under way leave room for it, or none are under way.</summary>
    public long NextEntry()
    {
        while (inFlight.Count > 0 && inFlightBytes > limit - (Stop() - address))
        {
            (long release, long bytes) = inFlight.Dequeue();
            inFlightBytes -= bytes;
            entry = Math.Max(entry, release);
        }
        return entry;
    }

    /// <summary>Enters the next chunk at <see cref="NextEntry"/>; returns the times of the load when it was the last.</summary>
    public WaitTimes? EnterNext()
    {
        long number = Entering, stop = Stop(), bytes = stop - address;
        memory.Step = number;
        memory.Transfer(address, bytes, false, entry, ref data);
        long there = data[0] + machine.Memory.LatencyCycles;
        inFlight.Enqueue((there, bytes));
        inFlightBytes += bytes;
        Pass(current, bytes, there, number);
        WaitTimes times = Times(current, there);
        address = stop;
        if (stop < current.Address + current.Bytes) return null;
        Entering = -1;
        return times;
    }

    public override string ToString() => $"shared-buffer port down busy until {portEnd}, link down until {linkEnd}, fill port until {fillEnd}";

    private long Stop() => Math.Min(current.Address + current.Bytes, (address / chunkBytes + 1) * chunkBytes);

    private void Issued(long number, long issue)
    {
        memory.Step = number;
        knownBytes = 0;
        observer?.Busy(TimingLane.LoadIssue, issue, issue + 1, number);
    }

    /// <summary>One chunk, there at a cycle, through the places behind memory.</summary>
    private void Pass(in Step step, long bytes, long there, long number)
    {
        // Most chunks of a load are equal.
        if (bytes != knownBytes)
        {
            knownBytes = bytes;
            port = Ceiling(network.PortBytes(bytes, step), machine.SharedBuffer.PortBytesPerCycle);
            link = network.DownCycles(bytes, step);
            fill = Ceiling(NetworkLoad.Share(bytes, step.BytesPerCore, step.Bytes), machine.Scratchpad.PortBytesPerCycle);
        }
        portEnd = Serve(TimingLane.PortDown, Math.Max(there, portEnd), port, number);
        if (step.StopsAtSharedBuffer) return;
        linkEnd = Serve(TimingLane.LinkDown, Math.Max(portEnd, linkEnd), link, number);
        fillEnd = Serve(TimingLane.Fill, Math.Max(linkEnd + network.Latency, fillEnd), fill, number);
    }

    /// <summary>The same for a chunk as large as the one before it.</summary>
    private void PassAgain(long there, bool stops)
    {
        portEnd = Math.Max(there, portEnd) + port;
        if (stops) return;
        linkEnd = Math.Max(portEnd, linkEnd) + link;
        fillEnd = Math.Max(linkEnd + network.Latency, fillEnd) + fill;
    }

    /// <summary>When each place is through with the chunk that was there at a cycle and has just passed them.</summary>
    private WaitTimes Times(in Step step, long there) => step.StopsAtSharedBuffer
        ? new WaitTimes { Dram = there, SharedBuffer = portEnd, Ready = portEnd }
        : new WaitTimes { Dram = step.FromSharedBuffer ? 0 : there, SharedBuffer = portEnd, Network = linkEnd + network.Latency, Fill = fillEnd, Ready = fillEnd };

    private long Serve(TimingLane lane, long start, long busy, long number)
    {
        observer?.Busy(lane, start, start + busy, number);
        return start + busy;
    }
}
