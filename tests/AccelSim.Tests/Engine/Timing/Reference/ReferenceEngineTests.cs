using AccelSim.Engine.Timing;
using AccelSim.Engine.Timing.Reference;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;
using CsCheck;
using NUnit.Framework;
using static AccelSim.Tests.Engine.Timing.Reference.Make;

namespace AccelSim.Tests.Engine.Timing.Reference;

public sealed class ReferenceEngineTests
{
    [Test]
    public void Compute_and_stalls_add_up_to_the_cycles() =>
        StreamGen.Streams.Sample(s =>
        {
            OperationCounters counters = ReferenceEngine.Run(s.Machine, s.Tokens, s.Steps);
            Assert.That(counters.ComputeCycles + counters.Stalls.Sum(), Is.EqualTo(counters.Cycles));
            Assert.That(counters.RowHits + counters.RowMisses + counters.RowConflicts, Is.EqualTo(counters.DramBursts));
            Assert.That(counters.Tokens, Is.EqualTo(s.Steps.Where(x => x.Kind == StepKind.Tensor).Sum(x => x.Tokens)));
        }, iter: 500);

    [Test]
    public void Equal_streams_give_equal_counters_and_so_do_more_equal_cores() =>
        StreamGen.Streams.Sample(s =>
        {
            OperationCounters counters = ReferenceEngine.Run(s.Machine, s.Tokens, s.Steps);
            Assert.That(ReferenceEngine.Run(s.Machine, s.Tokens, s.Steps), Is.EqualTo(counters));
            Assert.That(ReferenceEngine.Run(s.Machine with { Cores = s.Machine.Cores + 1 }, s.Tokens, s.Steps), Is.EqualTo(counters));
        }, iter: 200);

    [Test]
    public void An_empty_stream_takes_no_cycles() => Assert.That(TinyMachine.Default.Run(), Is.EqualTo(new OperationCounters()));

    [Test]
    public void Vector_steps_follow_each_other_and_the_last_result_ends_the_operation() =>
        Assert.That((TinyMachine.Default with { VectorUnit = TinyMachine.Default.VectorUnit with { Latency = 6 } }).Run(Vector(3), Vector(4)).Cycles,
            Is.EqualTo(3 + 4 + 6));

    [Test]
    public void Exchanges_take_the_up_link_one_after_the_other() =>
        Assert.That((TinyMachine.Default with { Network = new() { BytesPerCorePerCycle = 10, Latency = 7 } }).Run(Exchange(101), Exchange(30)).Cycles,
            Is.EqualTo(11 + 3 + 7));

    [Test]
    public void A_deadlock_is_reported_with_every_head_what_it_waits_for_and_every_component()
    {
        Step[] steps =
        [
            Load(0, 64).Signals(3), Load(64, 64).After(9, 2), Tensor(5).After(3, 1), Tensor(1).After(3, 4).After(5), Vector(1).After(6), Store(0, 64).After(7),
        ];
        DeadlockException? deadlock = Assert.Throws<DeadlockException>(() => TinyMachine.Default.Run(Plain, steps));
        Assert.That(deadlock!.Message, Does.Contain("load queue: step 1 (Load), register 9 has 0 of 2")
            .And.Contain("tensor queue: step 3 (Tensor), register 3 has 1 of 4, register 5 has 0 of 1")
            .And.Contain("vector queue: step 4 (Vector), register 6 has 0 of 1").And.Contain("up queue: step 5 (Store), register 7 has 0 of 1")
            .And.Contain("core 1:").And.Contain("bus 0:").And.Contain("shared-buffer port up"));
        Assert.That(deadlock.Cycle, Is.EqualTo(27 + 1 + 5));
    }

    [Test]
    public void A_long_idle_time_is_not_a_deadlock() =>
        Assert.That(TinyMachine.Default.Run(Vector(5500).Signals(0), Load(0, 64).After(0)).Cycles, Is.EqualTo(5500 + 27));

    [Test]
    public void Steps_without_extent_are_refused()
    {
        Assert.That(() => TinyMachine.Default.Run(Vector(0)), Throws.ArgumentException);
        Assert.That(() => TinyMachine.Default.Run(Load(0, 0)), Throws.ArgumentException);
        Assert.That(() => TinyMachine.Default.Run(Plain, Tensor(0)), Throws.ArgumentException);
        Assert.That(() => TinyMachine.Default.Run(Plain with { Select = 1 }, Tensor(1)), Throws.ArgumentException);
    }

    [Test]
    public void Component_ticks_count_every_component_in_every_cycle()
    {
        OperationCounters counters = ReferenceEngine.Run(TinyMachine.Default, [], [Vector(100)], out long ticks);
        Assert.That(ticks, Is.EqualTo(counters.Cycles * (3 + (2 * 10) + 1)));
    }
}
