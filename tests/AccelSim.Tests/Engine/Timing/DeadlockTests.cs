using AccelSim.Engine.Timing;
using AccelSim.Engine.Timing.Fast;
using AccelSim.Engine.Timing.Reference;
using AccelSim.Model.Steps;
using AccelSim.Tests.Engine.Timing.Reference;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Timing;

/// <summary>A stream that can never end is trapped by both engines, which say the state of every component.</summary>
public sealed class DeadlockTests
{
    private const int NeverSignalled = 9;

    private static readonly Step[][] Streams =
    [
        // A wait for a signal that nobody gives.
        [Make.Load(0, 64).After(NeverSignalled)],
        [Make.Vector(5).After(NeverSignalled)],
        [Make.Load(0, 64).Signals(1), Make.Tensor(3).After(1).Signals(2), Make.Store(0, 64).After(NeverSignalled)],
        // More signals awaited than the stream holds.
        [Make.Load(0, 64).Signals(1), Make.Tensor(3).After(1, 2)],
        // A circle: the load waits for the vector step, the vector step for the load.
        [Make.Load(0, 64).After(2).Signals(1), Make.Vector(5).After(1).Signals(2)],
        // Two queues that wait for each other through their heads; what would free them stands behind.
        [Make.Vector(1).After(3).Signals(4), Make.Vector(1).Signals(5), Make.Exchange(64).After(5).Signals(3)],
        // A queue that can never drain behind a stuck head, while others finish.
        [Make.Load(0, 64).Signals(1), Make.Load(64, 64).After(NeverSignalled).Signals(6), Make.Load(128, 64).Signals(7), Make.Tensor(4).After(1), Make.Tensor(1).After(6)],
    ];

    private static readonly string[] Components =
        ["load queue:", "tensor queue:", "vector queue:", "up queue:", "port down", "link down", "fill port", "fetch", "dense", "sparse", "rescale", "vector", "link up", "port up"];

    [TestCaseSource(nameof(Streams))]
    public void Both_engines_trap_it_and_name_every_component(params Step[] stream)
    {
        foreach (DeadlockException trapped in (DeadlockException[])[
            Assert.Throws<DeadlockException>(() => FastEngine.Run(TinyMachine.Default, [Make.Plain], stream))!,
            Assert.Throws<DeadlockException>(() => ReferenceEngine.Run(TinyMachine.Default, [Make.Plain], stream))!])
        {
            foreach (string component in Components) Assert.That(trapped.Message, Does.Contain(component));
            Assert.That(trapped.Message, Does.Contain("bus 0").Or.Contain("buses 0"));
            Assert.That(trapped.Message, Does.StartWith($"deadlock at cycle {trapped.Cycle}: "));
        }
    }

    [Test]
    public void The_same_stream_with_its_missing_signal_runs()
    {
        Step[] stream = [Make.Vector(2).Signals(NeverSignalled), .. Streams[0]];
        Assert.That(FastEngine.Run(TinyMachine.Default, [], stream).All(), Is.EqualTo(ReferenceEngine.Run(TinyMachine.Default, [], stream).All()));
    }
}
