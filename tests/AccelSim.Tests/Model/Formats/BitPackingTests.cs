using AccelSim.Model.Formats;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats;

public sealed class BitPackingTests
{
    [Test]
    public void Unpacking_what_was_packed_is_the_identity() =>
        Gen.Select(Gen.Int[0, 32], Gen.UInt).Array[0, 100].Sample(fields =>
        {
            var writer = new BitWriter();
            foreach (var (bits, code) in fields)
                writer.Write(code, bits);
            Assert.That(writer.Length, Is.EqualTo(fields.Sum(f => f.Item1)));
            Assert.That(writer.ToBytes(), Has.Length.EqualTo((writer.Length + 7) / 8));
            var reader = new BitReader(writer.ToBytes());
            foreach (var (bits, code) in fields)
                Assert.That(reader.Read(bits), Is.EqualTo(bits == 0 ? 0 : code & (uint.MaxValue >> (32 - bits))));
        });

    [Test]
    public void The_first_int4_of_a_pair_is_the_low_nibble_and_eight_int3_fill_24_bits()
    {
        var writer = new BitWriter();
        writer.Write(0x1, 4);
        writer.Write(0xF, 4);
        Assert.That(writer.ToBytes(), Is.EqualTo(new byte[] { 0xF1 }));
        writer = new BitWriter();
        for (uint i = 0; i < 8; i++)
            writer.Write(i, 3);
        Assert.That(writer.ToBytes(), Is.EqualTo(new byte[] { 0b10_001_000, 0b1_100_011_0, 0b111_110_10 }));
    }

    [Test]
    public void Reading_past_the_end_says_where()
    {
        var reader = new BitReader(new byte[1]);
        reader.Read(5);
        Assert.That(() => reader.Read(4), Throws.InstanceOf<EndOfStreamException>().With.Message.EqualTo("4 bits wanted at bit 5 of 8"));
    }
}
