using AccelSim.Gpu.Driver;
using AccelSim.Gpu.Probes;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Driver;

public sealed class PtxEntryTests
{
    private const string Text = ".visible .entry Kernel_A(\n\t.param .b32 _index_1,\n\t.param .align 8 .b8 _left_2[16],\n\t.param .u64 c\n)\n{ ret; }";

    [Test]
    public void Names_and_sizes_are_read_from_the_text()
    {
        PtxEntry entry = PtxEntry.Read(Text);
        Assert.That(entry.Name, Is.EqualTo("Kernel_A"));
        Assert.That(entry.Sizes, Is.EqualTo((int[])[4, 16, 8]));
    }

    [TestCase("")]
    [TestCase(Text + Text)]
    [TestCase(".visible .entry A(.param .v4 x)\n{}")]
    public void A_text_that_is_not_understood_is_refused(string text) => Assert.That(() => PtxEntry.Read(text), Throws.TypeOf<FormatException>());

    [Test]
    public void Arguments_are_little_endian_and_of_the_declared_sizes()
    {
        Assert.That(PtxEntry.Word(-2), Is.EqualTo((byte[])[0xFE, 0xFF, 0xFF, 0xFF]));
        Assert.That(PtxEntry.Address(0x0102030405060708), Is.EqualTo((byte[])[8, 7, 6, 5, 4, 3, 2, 1]));
        Assert.That(PtxEntry.View(0x10, 0x0203), Is.EqualTo((byte[])[0x10, 0, 0, 0, 0, 0, 0, 0, 3, 2, 0, 0, 0, 0, 0, 0]));
        PtxEntry entry = PtxEntry.Read(Text);
        Assert.That(() => entry.Check([PtxEntry.Word(1), PtxEntry.View(1, 2), PtxEntry.Address(3)]), Throws.Nothing);
        Assert.That(() => entry.Check([PtxEntry.Word(1), PtxEntry.Address(3), PtxEntry.View(1, 2)]), Throws.TypeOf<FormatException>());
        Assert.That(() => entry.Check([PtxEntry.Word(1)]), Throws.TypeOf<FormatException>());
    }

    [TestCaseSource(typeof(TensorProbes), nameof(TensorProbes.All))]
    public void Probes_take_four_addresses_and_a_count(TensorProbe probe)
    {
        PtxEntry entry = PtxEntry.Read(probe.Text());
        Assert.That(entry.Name, Is.EqualTo(TensorProbe.Entry));
        Assert.That(() => entry.Check(ProbeLauncher.Arguments(1, 2, 3, 4, 5)), Throws.Nothing);
    }
}
