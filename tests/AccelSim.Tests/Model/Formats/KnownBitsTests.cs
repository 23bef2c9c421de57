using AccelSim.Model.Formats;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats;

/// <summary>Check values of identities.md sections 4 and 5 and sq-format.md sections 2.4 and 10.</summary>
public sealed class KnownBitsTests
{
    [TestCase("mxfp8_e4m3", 8.25)]
    [TestCase("mxfp8_e5m2", 8.25)]
    [TestCase("mxint8", 8.25)]
    [TestCase("mxfp6_e2m3", 6.25)]
    [TestCase("mxfp6_e3m2", 6.25)]
    [TestCase("mxfp4", 4.25)]
    [TestCase("nvfp4", 4.5)]
    [TestCase("int4(g=128)", 4.125)]
    [TestCase("int4(g=64)", 4.25)]
    [TestCase("int4(g=32)", 4.5)]
    [TestCase("fp8_e4m3(g=128x128,scale=fp32)", 8.001953125)]
    [TestCase("fp8_e4m3(g=128,scale=fp32)", 8.25)]
    [TestCase("2:4(bf16)", 9)]
    [TestCase("2:4(int8)", 5)]
    [TestCase("2:4(int4)", 3)]
    [TestCase("2:4(int4(g=128))", 3.125)]
    [TestCase("int8", 8)]
    [TestCase("tf32", 32)]
    public void Bits_per_element_are_those_of_the_table(string text, double bits) =>
        Assert.That(Parse(text).BitsPerElement(OperandRole.Weights), Is.EqualTo(bits));

    [Test]
    public void Int4_group_128_costs_4_125_bits() =>
        Assert.That(Parse("int4(g=128)").Store(OperandRole.Weights, 4096, 4096), Is.EqualTo(new StoredBits(67_108_864, 2_097_152, 0, 0)));

    [TestCase(0.5, 8, 6)]
    [TestCase(0.75, 6, 5)]
    [TestCase(0.875, 5, 4.5)]
    [TestCase(0.9375, 4.5, 4.25)]
    public void Sq_8_4_costs_the_published_bits(double sparsity, double weights, double activations)
    {
        var format = Parse(FormattableString.Invariant($"sq(int8/int4,b=64,s={sparsity})"));
        var stored = format.Store(OperandRole.Weights, 4096, 256);
        Assert.That(stored.Payload / (4096.0 * 256), Is.EqualTo(weights));
        Assert.That(format.BitsPerElement(OperandRole.Weights), Is.EqualTo(weights + 0.5), "two fp16 scales per bank of 64");
        Assert.That(format.BitsPerElement(OperandRole.Activations), Is.EqualTo(activations));
        Assert.That(format.Store(OperandRole.Activations, 4096, 256).Payload / (4096.0 * 256), Is.EqualTo(activations));
    }

    [Test]
    public void One_bank_column_of_64_8_4_0_875_is_44_bytes()
    {
        var format = Parse("sq(int8/int4,b=64,s=0.875)");
        Assert.That(format.Store(OperandRole.Weights, 64, 1), Is.EqualTo(new StoredBits(8 * (32 + 8), 32, 0, 0)));
        Assert.That(format.Store(OperandRole.Weights, 64, 1).Bytes, Is.EqualTo(44));
        Assert.That(format.BitsPerElement(OperandRole.Weights), Is.EqualTo(5.5));
    }

    [Test]
    public void Static_masks_of_Llama_3_take_one_byte_an_input_channel()
    {
        var format = Parse("sq(int8/int4,b=64,s=0.875,static)");
        long MaskBytes(long k) => format.Store(OperandRole.Activations, k, 1).Metadata / 8;
        Assert.That(80 * (6 * MaskBytes(8192) + MaskBytes(28672)), Is.EqualTo(6_225_920));
        Assert.That(32 * (6 * MaskBytes(4096) + MaskBytes(14336)), Is.EqualTo(1_245_184));
    }

    [TestCase("int8", 8)]
    [TestCase("int4", 4)]
    public void Sq_without_low_values_at_bank_4_half_is_2_to_4(string high, int bits)
    {
        var element = FormatCatalogue.BuiltIn.FindScalar(high)!;
        var sq = new SqFormat(element, low: null, bank: 4, highPerBank: 2).Store(OperandRole.Weights, 1024, 32);
        var twoFour = new TwoFourFormat(new PlainFormat(element)).Store(OperandRole.Weights, 1024, 32);
        Assert.That((sq.Payload, sq.Metadata), Is.EqualTo((twoFour.Payload, twoFour.Metadata)));
        Assert.That((sq.Payload + sq.Metadata) / (1024.0 * 32), Is.EqualTo(bits / 2.0 + 1));
    }

    [Test]
    public void In_band_masks_are_smaller_than_bitmaps_exactly_above_three_quarters()
    {
        for (int high = 1; high < 64; high++)
        {
            var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, high, SqMask.Dynamic);
            double inBand = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, high).Store(OperandRole.Weights, 64, 1).Payload;
            double bitmap = 64 * format.BitsPerElement(OperandRole.Activations);
            Assert.That(Math.Sign(bitmap - inBand), Is.EqualTo(Math.Sign(format.Sparsity - 0.75)));
        }
    }

    [Test]
    public void Nvfp4_has_one_fp32_scale_a_tensor() =>
        Assert.That(Parse("nvfp4").Store(OperandRole.Weights, 24, 2), Is.EqualTo(new StoredBits(24 * 2 * 4, 4 * 8 + 32, 0, 8 * 2 * 4)));

    [Test]
    public void Narrow_types_without_a_group_have_one_fp32_scale_a_vector_and_wide_ones_none()
    {
        Assert.That(Parse("int8").Store(OperandRole.Activations, 100, 3).Scales, Is.EqualTo(96));
        Assert.That(Parse("fp8_e4m3").Store(OperandRole.Activations, 100, 3).Scales, Is.EqualTo(96));
        foreach (string wide in new[] { "bf16", "fp16", "tf32", "fp32" })
            Assert.That(Parse(wide).Store(OperandRole.Activations, 100, 3).Scales, Is.Zero);
    }

    private static NumberFormat Parse(string text)
    {
        Assert.That(FormatParser.TryParse(text, FormatCatalogue.BuiltIn, out var format, out string? error), error);
        return format!;
    }
}
