using AccelSim.Engine.Mappers;
using AccelSim.Engine.Schedule;
using AccelSim.Engine.Timing;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Engine.Timing.Reference;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using AccelSim.Model.Steps;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Timing;

/// <summary>What an observer hears agrees with the counters, and both engines tell the same.</summary>
public sealed class ObserverTests
{
    private static readonly int Cases = Environment.GetEnvironmentVariable("ACCELSIM_FULL") == "1" ? 4_000 : 200;

    [Test]
    public void Both_engines_tell_an_observer_the_same_and_count_as_without_one() => ForEachDesign((machine, lower) =>
    {
        (OperationCounters fast, Recording heard) = Fast(machine, lower);
        var reference = new Recording();
        Lowered lowered = lower();
        OperationCounters slow = ReferenceEngine.Run(machine, lowered.Tokens, lowered.Stream, reference);
        Assert.That(slow.All(), Is.EqualTo(fast.All()));
        Lowered plain = lower();
        Assert.That(FastEngine.Run(machine, plain.Tokens, plain.Stream).All(), Is.EqualTo(fast.All()));
        string[] a = [.. heard.Lines()], b = [.. reference.Lines()];
        Assert.That(a.Except(b).Take(3), Is.Empty, "told by the fast engine alone");
        Assert.That(b.Except(a).Take(3), Is.Empty, "told by the reference engine alone");
        Assert.That(a, Is.EqualTo(b));
    });

    [Test]
    public void Busy_events_add_up_to_the_counters_of_the_units_and_bursts_to_those_of_the_channels() => ForEachDesign((machine, lower) =>
    {
        (OperationCounters c, Recording heard) = Fast(machine, lower);
        Assert.That(heard.Sum(TimingLane.Dense), Is.EqualTo(c.DenseBusyCycles));
        Assert.That(heard.Sum(TimingLane.Sparse), Is.EqualTo(c.SparseBusyCycles));
        Assert.That(heard.Sum(TimingLane.Rescale), Is.EqualTo(c.RescaleBusyCycles));
        Assert.That(heard.Sum(TimingLane.Vector), Is.EqualTo(c.VectorBusyCycles));
        Assert.That(heard.Busies.Count(b => b.Lane == TimingLane.Dense), Is.EqualTo(c.Tokens));
        Assert.That(heard.Transfers.Sum(t => t.Bursts), Is.EqualTo(c.DramBursts));
        Assert.That(heard.Rows.Count * machine.Memory.Timing.BankGroups, Is.EqualTo(c.Activations));
        Assert.That(heard.Refreshes, Has.Count.EqualTo(c.Refreshes));
        Assert.That(heard.Completions, Has.Count.EqualTo(c.Steps));
        Assert.That(heard.Transfers.All(t => t.To - t.From == t.Bursts * machine.Memory.Timing.BurstClocks), Is.True);
    });

    [Test]
    public void A_lane_serves_one_thing_at_a_time_and_everything_happens_within_the_run() => ForEachDesign((machine, lower) =>
    {
        (OperationCounters c, Recording heard) = Fast(machine, lower);
        // The next operation's weights may still arrive during its launch.
        long last = c.Cycles + (lower().Stream.Any(s => s.Operand == Operand.NextWeights) ? machine.LaunchCycles : 0), dram = ClockRatio.Of(machine).ToDram(last);
        foreach (var lane in heard.Busies.GroupBy(b => b.Lane)) NoOverlap(lane.Select(b => (b.Start, b.End)), last, $"{lane.Key}");
        foreach (var bus in heard.Transfers.GroupBy(t => t.Bus)) NoOverlap(bus.Select(t => (t.From, t.To)), dram, $"bus {bus.Key}");
        foreach (var bank in heard.Rows.GroupBy(r => (r.Bus, r.Bank))) NoOverlap(bank.Select(r => (r.Activated, r.Closed)), dram, $"bank {bank.Key}");
        foreach (var bus in heard.Refreshes.GroupBy(r => r.Bus)) NoOverlap(bus.Select(r => (r.From, r.To)), dram, $"refresh of bus {bus.Key}");
        Assert.That(heard.Completions.Select(x => x.Cycle), Is.All.InRange(0, last));
    });

    [TestCase(63)]
    [TestCase(64)]
    [TestCase(200)]
    public void Queues_of_any_depth_are_exact(int depth)
    {
        for (int seed = 0; seed < 40; seed++)
        {
            var designs = new RandomDesigns(seed);
            Machine drawn = designs.Machine();
            Machine machine = drawn with
            {
                SparseUnit = drawn.SparseUnit is { } sparse ? sparse with { QueueDepth = depth } : null,
                RescaleUnit = drawn.RescaleUnit is { } rescale ? rescale with { QueueDepth = depth } : null,
            };
            Operation operation = designs.Operation();
            Mapping mapping = designs.Mapping(machine, operation);
            if (!Fits(machine, operation, mapping)) continue;
            Lowered a = Lowering.Lower(machine, operation, [mapping]), b = Lowering.Lower(machine, operation, [mapping]);
            Assert.That(FastEngine.Run(machine, a.Tokens, a.Stream).All(), Is.EqualTo(ReferenceEngine.Run(machine, b.Tokens, b.Stream).All()), $"seed {seed}");
        }
    }

    private static (OperationCounters Counters, Recording Heard) Fast(Machine machine, Func<Lowered> lower)
    {
        var heard = new Recording();
        Lowered lowered = lower();
        return (FastEngine.Run(machine, lowered.Tokens, lowered.Stream, heard), heard);
    }

    private static void NoOverlap(IEnumerable<(long Start, long End)> spans, long last, string lane)
    {
        long before = 0;
        foreach ((long start, long end) in spans.Order())
        {
            Assert.That(start, Is.GreaterThanOrEqualTo(before), lane);
            Assert.That(end, Is.InRange(start, last), lane);
            before = end;
        }
    }

    private static bool Fits(Machine machine, Operation operation, Mapping mapping)
    {
        try
        {
            new Mapper(machine).Check(operation, mapping);
            return true;
        }
        catch (InfeasibleException)
        {
            return false;
        }
    }

    private static void ForEachDesign(Action<Machine, Func<Lowered>> check)
    {
        int checkedDesigns = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            var designs = new RandomDesigns(seed);
            Machine machine = designs.Machine();
            Operation operation = designs.Operation();
            Mapping mapping = designs.Mapping(machine, operation);
            if (!Fits(machine, operation, mapping)) continue;
            checkedDesigns++;
            check(machine, () => Lowering.Lower(machine, operation, [mapping]));
        }
        Assert.That(checkedDesigns, Is.GreaterThan(Cases / 2));
    }
}
