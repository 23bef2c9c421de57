using AccelSim.Model.Machines;

namespace AccelSim.Engine.Timing.Reference;

/// <summary>Where bytes of the chip's memory lie: bus, bank and row.</summary>
internal sealed class AddressMap(Memory memory)
{
    public static long ChunkBytes(Memory memory) => (long)memory.Buses * memory.Timing.RowBytes;

    /// <summary>A chunk's request to every bus, null where the chunk misses the bus. Walks the interleave units one by one.</summary>
    public BusRequest?[] Requests(Chunk chunk, bool isWrite)
    {
        long interleave = memory.InterleaveBytes;
        var first = new long[memory.Buses];
        var end = new long[memory.Buses];
        Array.Fill(first, -1);
        for (long address = chunk.Address; address < chunk.Address + chunk.Bytes;)
        {
            long unit = address / interleave;
            long next = Math.Min((unit + 1) * interleave, chunk.Address + chunk.Bytes);
            int bus = (int)(unit % memory.Buses);
            long local = ((unit / memory.Buses) * interleave) + (address % interleave);
            if (first[bus] < 0) first[bus] = local;
            end[bus] = local + (next - address);
            address = next;
        }
        var requests = new BusRequest?[memory.Buses];
        for (int bus = 0; bus < memory.Buses; bus++)
        {
            if (first[bus] >= 0) requests[bus] = Request(chunk, isWrite, first[bus], end[bus]);
        }
        return requests;
    }

    private BusRequest Request(Chunk chunk, bool isWrite, long first, long end)
    {
        DramTiming timing = memory.Timing;
        long row = first / timing.GangedRowBytes;
        if ((end - 1) / timing.GangedRowBytes != row)
        {
            throw new ArgumentException($"interleave of {memory.InterleaveBytes} bytes does not divide the row of {timing.RowBytes}: a chunk spans two rows");
        }
        long bursts = ((end - 1) / timing.BurstBytes) - (first / timing.BurstBytes) + 1;
        return new BusRequest(chunk, isWrite, (int)(row % timing.BanksPerGroup), row / timing.BanksPerGroup, bursts);
    }
}
