using AccelSim.Engine.Dram;
using AccelSim.Model.Dram;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Dram;

public sealed class AddressTests
{
    [TestCase("RaRoBaCoBgPcCh")]
    [TestCase("RoRaBa^CoBg^PcCh")]
    [TestCase("ChRoCoBaBgCo4RaPc")]
    public void Every_burst_of_a_memory_has_a_place_of_its_own(string text)
    {
        DramTiming t = Standards.Timing("hbm3e") with { RowsPerBank = 6, RowBytes = 256 };
        Assert.That(AddressOrder.TryParse(text, t, 3, out AddressOrder? order, out string? error), Is.True, error);
        AddressDecoder decoder = AddressDecoder.OfMemory(order!, t);
        Assert.That(decoder.Bursts, Is.EqualTo(3L * t.ChannelBytes / t.BurstBytes));
        var seen = new HashSet<DramPlace>();
        for (long i = 0; i < decoder.Bursts; i++) seen.Add(decoder.Place(i));
        Assert.That(seen, Has.Count.EqualTo(decoder.Bursts));
        Assert.That(seen.Max(p => (p.Channel, p.PseudoChannel, p.Bank, p.Row, p.Column)), Is.EqualTo((2, 1, 47, 5, 7)));
    }

    [Test]
    public void The_lowest_digits_are_the_rightmost()
    {
        DramTiming t = Standards.Timing("hbm3");
        AddressDecoder decoder = AddressDecoder.OfMemory(Standards.Order(t, "RaRoBaCoBgPcCh"), t);
        Assert.That(decoder.Place(1), Is.EqualTo(new DramPlace(0, 1, 0, 0, 0)));
        Assert.That(decoder.Place(2), Is.EqualTo(new DramPlace(0, 0, 4, 0, 0)), "the next bank group");
        Assert.That(decoder.Place(8), Is.EqualTo(new DramPlace(0, 0, 0, 0, 1)));
        Assert.That(decoder.Place(8 * 32), Is.EqualTo(new DramPlace(0, 0, 1, 0, 0)));
    }
}
