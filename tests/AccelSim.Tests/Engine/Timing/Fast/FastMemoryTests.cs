using AccelSim.Engine.Timing;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Timing.Fast;

/// <summary>The whole memory behind its one door: transfer(range, direction, time).</summary>
public sealed class FastMemoryTests
{
    private static readonly Machine Machine = TestMachines.Small;

    private static FastMemory Open(Memory memory) => new(memory, ClockRatio.Of(Machine));

    private static OperationCounters Count(FastMemory memory)
    {
        var counters = new OperationCounters();
        memory.AddTo(counters);
        return counters;
    }

    [Test]
    public void A_transfer_is_cut_into_chunks_whose_bursts_hold_it() =>
        Gen.Select(Gen.Long[0, 200], Gen.Long[1, 5_000_000], Gen.Bool).Sample((stripe, bytes, write) =>
        {
            Memory memory = Machine.Memory;
            FastMemory open = Open(memory);
            long address = stripe * memory.StripeBytes;
            long[] ends = new long[1];
            int chunks = open.Transfer(address, bytes, write, 0, ref ends);
            OperationCounters c = Count(open);
            long expected = (address + bytes - 1) / memory.ChunkBytes - address / memory.ChunkBytes + 1;
            return chunks == expected && c.DramBursts == (bytes + 31) / 32 && c.RowHits + c.RowMisses + c.RowConflicts == c.DramBursts
                && ends.Take(chunks).SequenceEqual(ends.Take(chunks).Order());
        }, iter: 300);

    [Test]
    public void A_long_stream_moves_at_the_ceiling_of_all_buses_together()
    {
        Memory memory = Machine.Memory;
        FastMemory open = Open(memory);
        const long Bytes = 1L << 28;
        long[] ends = new long[1];
        int chunks = open.Transfer(0, Bytes, false, 0, ref ends);
        double seconds = ends[chunks - 1] / (double)Machine.LoadClockHz, share = Bytes / seconds / memory.PeakBytesPerSecond;
        DramTiming t = memory.Timing;
        double ceiling = 1 - (t.ReadToPrecharge + t.Precharge + t.RefreshCycle + t.ActivateToRead) / (double)t.RefreshInterval;
        Assert.That(share, Is.LessThanOrEqualTo(ceiling).And.GreaterThan(0.95 * ceiling));
        Assert.That(open.Intervals, Is.EqualTo(1), "equal buses are one");
    }

    [Test]
    public void Buses_that_carry_less_are_told_apart_and_meet_again()
    {
        FastMemory open = Open(Machine.Memory);
        long[] ends = new long[1];
        open.Transfer(0, 5 * 256 + 100, false, 0, ref ends);
        Assert.That(open.Intervals, Is.EqualTo(3), "five whole units, a part, none");
        // The next transfer opens the same row on all buses; once it is open everywhere and all is quiet, nothing tells them apart.
        open.Transfer(0, Machine.Memory.StripeBytes, false, 1000, ref ends);
        open.Transfer(0, Machine.Memory.StripeBytes, false, 3000, ref ends);
        Assert.That(open.Intervals, Is.EqualTo(1));
    }

    [Test]
    public void Counters_add_up_over_intervals_however_often_they_split_and_merge() => Gen.Long[1, 100_000].Array[1, 40].Sample(sizes =>
    {
        FastMemory open = Open(Machine.Memory);
        long[] ends = new long[1];
        long time = 0;
        foreach (long bytes in sizes) open.Transfer(0, bytes, bytes % 2 == 0, time += 500, ref ends);
        return Count(open).DramBursts == sizes.Sum(b => (b + 31) / 32);
    }, iter: 200);

    [Test]
    public void Buses_meet_again_after_refreshes_that_came_while_they_were_idle()
    {
        FastMemory open = Open(Machine.Memory);
        long[] ends = new long[1];
        long pause = 5L * Machine.Memory.Timing.RefreshInterval;
        open.Transfer(0, 5 * Machine.Memory.InterleaveBytes + 1, false, 0, ref ends);
        Assert.That(open.Intervals, Is.EqualTo(3));
        open.Transfer(0, Machine.Memory.StripeBytes, false, pause, ref ends);
        Assert.That(open.Intervals, Is.EqualTo(1), "all buses take part and their refreshes are done");
        open.Transfer(0, 5 * Machine.Memory.InterleaveBytes + 1, false, 2 * pause, ref ends);
        open.Transfer(0, Machine.Memory.InterleaveBytes, false, 3 * pause, ref ends);
        Assert.That(open.Intervals, Is.GreaterThan(1), "a bus that gets no request must not refresh ahead: it may never get another");
    }
}
