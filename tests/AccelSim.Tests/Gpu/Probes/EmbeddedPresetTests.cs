using AccelSim.Gpu.Probes;
using AccelSim.Tests.Engine.Functional.Accumulation;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Probes;

public sealed class EmbeddedPresetTests
{
    [Test]
    public void The_program_carries_every_shipped_preset()
    {
        Assert.That(EmbeddedPresets.All.All.Select(p => (p.Name, p.Accumulator, p.Status, p.Block)),
            Is.EquivalentTo(ShippedPresets.All.All.Select(p => (p.Name, p.Accumulator, p.Status, p.Block))));
        Assert.That(EmbeddedPresets.All.All.SelectMany(p => p.Inputs), Is.EquivalentTo(ShippedPresets.All.All.SelectMany(p => p.Inputs)));
    }
}
