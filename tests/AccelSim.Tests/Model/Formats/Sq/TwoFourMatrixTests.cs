using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats.Sq;

public sealed class TwoFourMatrixTests
{
    [Test]
    public void Packed_bits_are_the_billed_bits() =>
        Gen.Select(FormatGen.TwoFour, SqGen.Matrix).Sample((format, m) =>
            Assert.That(TwoFourMatrix.Quantize(format, m.Values, m.Vectors, m.K).Pack(),
                Has.Length.EqualTo(format.Store(OperandRole.Weights, m.K, m.Vectors).Bytes)));

    [Test]
    public void It_is_sq_format_with_banks_of_four_half_low_and_nothing_in_the_low() =>
        SqGen.Matrix.Sample(m =>
        {
            var sq = new SqFormat(ScalarFormats.Int8, null, 4, 2);
            SqMatrix banks = SqQuantizer.Quantize(sq, m.Values, m.Vectors, m.K);
            TwoFourMatrix quads = TwoFourMatrix.Quantize(
                new TwoFourFormat(new PlainFormat(ScalarFormats.Int8, 4)), m.Values, m.Vectors, m.K);
            Assert.That(quads.Mask.SequenceEqual(banks.Mask()));
            Assert.That(quads.Dequantize(), Is.EqualTo(banks.Dequantize()));
            StoredBits stored = sq.Store(OperandRole.Weights, 64, 1);
            Assert.That(stored.Payload + stored.Metadata, Is.EqualTo(64 * (8 / 2 + 1)));
        });

    [Test]
    public void Two_of_every_four_survive()
    {
        var format = new TwoFourFormat(new PlainFormat(ScalarFormats.Fp32));
        Assert.That(TwoFourMatrix.Quantize(format, [1, -3, 2, 0.5f, 4, 4, 4], 1, 7).Dequantize(), Is.EqualTo(new float[] { 0, -3, 2, 0, 4, 4, 0 }));
    }
}
