using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;
using NUnit.Framework;
using static AccelSim.Tests.Engine.Timing.Reference.Make;

namespace AccelSim.Tests.Engine.Timing.Reference;

public sealed class LoadPathTests
{
    /// <summary>Chunks of 256 bytes take 4 cycles at the port, 8 on the link, 2 at the fill port.</summary>
    private static readonly Machine Narrow = TinyMachine.Default with
    {
        SharedBuffer = TinyMachine.Default.SharedBuffer with { BytesPerBankPerCycle = 64, Latency = 5 },
        Network = new() { BytesPerCorePerCycle = 32, Latency = 3 },
        Scratchpad = TinyMachine.Default.Scratchpad with { BytesPerBankPerCycle = 128 },
    };

    [Test]
    public void A_single_chunk_passes_every_place_in_turn() =>
        Assert.That(Narrow.Run(SharedLoad(0, 256)).Cycles, Is.EqualTo(5 + 4 + 8 + 3 + 2));

    [Test]
    public void Chunks_are_pipelined_through_the_ports_at_the_rate_of_the_slowest() =>
        Assert.That(Narrow.Run(SharedLoad(0, 1024)).Cycles, Is.EqualTo(5 + 4 + 4 * 8 + 3 + 2));

    [Test]
    public void Chunks_end_at_multiples_of_the_chunk_size() =>
        // 56 bytes (1, 2, 1 cycles) and 44 bytes (1, 2, 1 cycles) instead of one chunk of 100 bytes (2, 4, 1 cycles).
        Assert.That(Narrow.Run(SharedLoad(200, 100)).Cycles, Is.EqualTo(5 + 1 + 2 + 2 + 3 + 1));

    [Test]
    public void The_link_carries_the_share_of_the_busiest_core() =>
        Assert.That(Narrow.Run(SharedLoad(0, 1024, perCore: 512)).Cycles, Is.EqualTo(5 + 4 + 4 * 4 + 3 + 1));

    [Test]
    public void A_share_is_rounded_up_chunk_by_chunk() =>
        // 256 x 300 / 1024 = 75 bytes a chunk: 3 cycles on the link, 1 at the fill port.
        Assert.That(Narrow.Run(SharedLoad(0, 1024, perCore: 300)).Cycles, Is.EqualTo(5 + 4 * 4 + 3 + 3 + 1));

    [Test]
    public void A_load_issues_one_cycle_after_the_previous() =>
        Assert.That(TinyMachine.Default.Run(SharedLoad(0, 64), SharedLoad(0, 64), SharedLoad(0, 64)).Cycles, Is.EqualTo(2 + 3));

    [Test]
    public void A_load_from_the_shared_buffer_does_not_overtake_an_earlier_load_from_dram()
    {
        OperationCounters counters = TinyMachine.Default.Run(Load(0, 64), SharedLoad(0, 64).Signals(0), Vector(1).After(0));
        Assert.That(counters.Labels(), Is.EqualTo("Compute 1, SharedBuffer 26, Network 1, Scratchpad 1"));
    }

    [TestCase(4, 4, 8, TestName = "Four buffers keep the link busy: 8 cycles a tile")]
    [TestCase(2, 100, 100, TestName = "Two buffers hide loads behind compute: 100 cycles a tile")]
    [TestCase(1, 100, 22 + 1 + 100, TestName = "One buffer hides nothing: a load of 22 cycles, a fetch and 100 tokens a tile")]
    public void Buffers_hide_loads_behind_compute_or_the_other_way_round(int slots, long tokens, long period)
    {
        IEnumerable<Step> Tiles(int count)
        {
            for (int tile = 0; tile < count; tile++)
            {
                int full = tile % slots, free = slots + full, use = (tile / slots) + 1;
                yield return SharedLoad(0, 256).After(free, use - 1).Signals(full);
                yield return Tensor(tokens).After(full, use).SignalsEarly(free);
            }
        }
        Assert.That(Narrow.Run(Plain, [.. Tiles(60)]).Cycles - Narrow.Run(Plain, [.. Tiles(20)]).Cycles, Is.EqualTo(40 * period));
    }

    [Test]
    public void Byte_counters_are_sums_over_the_steps()
    {
        Step exchange = Exchange(10) with { BytesAllCores = 20 };
        OperationCounters c = TinyMachine.Default.Run(
            Plain, Load(0, 100, 50), SharedLoad(0, 30, 40), Store(0, 70, 35), exchange, Tensor(3) with { Macs = 17 }, Vector(4));
        Assert.That((c.DramReadBytes, c.DramWriteBytes, c.SharedReadBytes, c.SharedWriteBytes), Is.EqualTo((100, 70, 200, 170)));
        Assert.That((c.NetworkBytes, c.ScratchpadWriteBytes), Is.EqualTo((100 + 80 + 70 + 20, 100 + 80 + 20)));
        Assert.That(c.ScratchpadReadBytes, Is.EqualTo((8 * 3 * 2) + 70 + 20));
        Assert.That((c.Steps, c.IssuedMacs, c.Tokens, c.DenseBusyCycles, c.VectorBusyCycles), Is.EqualTo((6, 17, 3, 3, 4)));
    }
}
