using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Model.Formats;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Accumulation;

/// <summary>Models that are an order of IEEE or integer operations.</summary>
public sealed class OrderTests
{
    private static readonly ScalarCodec Bf16 = new(ScalarFormats.Bf16), E4M3 = new(ScalarFormats.Fp8E4M3), Half = new(ScalarFormats.Fp16), Int8 = new(ScalarFormats.Int8);

    private static readonly Gen<(float[] A, float[] B, float C)> Terms = Gen.Select(
        AccumulatorGen.Near(ScalarFormats.Bf16, -8, 8).Array[0, 40].SelectMany(a => AccumulatorGen.Near(ScalarFormats.Bf16, -8, 8).Array[a.Length].Select(b => (Decode(a), Decode(b)))),
        Gen.Float[-100, 100]).Select(t => (t.Item1.Item1, t.Item1.Item2, t.Item2));

    [Test]
    public void Sequential_is_one_fused_multiply_add_after_the_other() => Terms.Sample((a, b, c) =>
    {
        float sum = c;
        for (int i = 0; i < a.Length; i++) sum = MathF.FusedMultiplyAdd(a[i], b[i], sum);
        return Run(new SequentialFma(ScalarFormats.Bf16, ScalarFormats.Bf16), a, b, c) == sum;
    });

    [Test]
    public void A_tree_adds_neighbours_level_by_level() => Terms.Sample((a, b, c) =>
    {
        float[] level = [.. a.Zip(b, (x, y) => x * y)];
        while (level.Length > 1)
            level = [.. level.Chunk(2).Select(pair => pair.Length == 2 ? pair[0] + pair[1] : pair[0])];
        return Run(new PairwiseTree(ScalarFormats.Bf16, ScalarFormats.Bf16), a, b, c) == (level.Length == 0 ? c : c + level[0]);
    });

    [Test]
    public void A_narrow_tree_is_chained() => Terms.Sample((a, b, c) =>
    {
        var whole = new PairwiseTree(ScalarFormats.Bf16, ScalarFormats.Bf16);
        float sum = c;
        for (int k = 0; k < a.Length; k += 8)
            sum = Run(whole, a[k..Math.Min(k + 8, a.Length)], b[k..Math.Min(k + 8, a.Length)], sum);
        return Run(new PairwiseTree(ScalarFormats.Bf16, ScalarFormats.Bf16, 8), a, b, c) == sum;
    });

    [Test]
    public void Promotion_applies_a_scale_a_segment_by_one_fused_multiply_add()
    {
        var inner = new TFdpa(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3, TFdpaParameters.Usual(32, 13, OutputRounding.RzE8M13));
        Gen.Select(AccumulatorGen.FiniteCode(ScalarFormats.Fp8E4M3).Array[300], AccumulatorGen.FiniteCode(ScalarFormats.Fp8E4M3).Array[300], Gen.Float[-4, 4].Array[3], Gen.Float[-100, 100])
            .Sample((a, b, scales, c) =>
            {
                float sum = c;
                for (int s = 0; s < 3; s++)
                {
                    Range segment = (128 * s)..Math.Min(128 * (s + 1), 300);
                    sum = MathF.FusedMultiplyAdd(BitConverter.UInt32BitsToSingle(inner.Dot(a[segment], b[segment])), scales[s], sum);
                }
                return new TwoLevel(inner, 128).Dot(a, b, BitConverter.SingleToUInt32Bits(c), scales) == BitConverter.SingleToUInt32Bits(sum);
            }, iter: 500);
        Assert.That(() => new TwoLevel(inner, 128).Dot(new uint[300], new uint[300], 0, [1, 1]), Throws.ArgumentException);
    }

    [Test]
    public void Promotion_recovers_what_thirteen_bits_lose()
    {
        uint[] ones = [.. Enumerable.Repeat(E4M3.Encode(1f), 32_768)];
        var inner = new TFdpa(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3, TFdpaParameters.Usual(32, 13, OutputRounding.RzE8M13));
        uint[] thirds = [.. Enumerable.Repeat(E4M3.Encode(0.28125f), 32_768)];
        float exact = 0.28125f * 32_768;
        float plain = BitConverter.UInt32BitsToSingle(inner.Dot(ones, thirds)), promoted = BitConverter.UInt32BitsToSingle(new TwoLevel(inner, 128).Dot(ones, thirds));
        Assert.That(Math.Abs(promoted - exact), Is.LessThanOrEqualTo(Math.Abs(plain - exact)));
        Assert.That(promoted, Is.EqualTo(exact));
    }

    [Test]
    public void Integers_wrap_or_clamp()
    {
        uint[] most = [.. Enumerable.Repeat(Int8.MaxCode, 140_000)];
        const long Exact = 127L * 127 * 140_000;
        Assert.That(new Int32Sum(ScalarFormats.Int8, ScalarFormats.Int8).Dot(most, most), Is.EqualTo(unchecked((uint)Exact)));
        Assert.That(new Int32Sum(ScalarFormats.Int8, ScalarFormats.Int8, saturate: true).Dot(most, most), Is.EqualTo((uint)int.MaxValue));
        Assert.That(new Int32Sum(ScalarFormats.Int8, ScalarFormats.Int8, saturate: true).Dot([0x80], [0x7F], 0x8000_0000), Is.EqualTo(0x8000_0000));
        Assert.That(new Int32Sum(ScalarFormats.Int8, ScalarFormats.Int8).Dot([0x80, 0x80], [0x80, 0x80]), Is.EqualTo(2u * 128 * 128), "the unused minimum counts as written");
    }

    [Test]
    public void Clamping_once_an_instruction_differs_from_clamping_at_the_end()
    {
        uint[] up = [0x7F, 0x7F], down = [0x7F, 0x81];
        uint high = (uint)int.MaxValue - 5;
        Assert.That(new Int32Sum(ScalarFormats.Int8, ScalarFormats.Int8, saturate: true).Dot(up, down, high), Is.EqualTo(high));
        Assert.That(new Int32Sum(ScalarFormats.Int8, ScalarFormats.Int8, saturate: true, groupLength: 1).Dot(up, down, high), Is.EqualTo((uint)(int.MaxValue - 127 * 127)));
    }

    [Test]
    public void The_two_spellings_of_emulated_fp8_differ_rarely_but_differ()
    {
        var chained = new Fp8MmaEmulated(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3, ScalarFormats.Fp32, Fp8MmaVersion.Chained);
        var split = new Fp8MmaEmulated(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3, ScalarFormats.Fp32, Fp8MmaVersion.Assembler124);
        int different = 0;
        Gen.Select(AccumulatorGen.FiniteCode(ScalarFormats.Fp8E4M3).Array[32], AccumulatorGen.FiniteCode(ScalarFormats.Fp8E4M3).Array[32]).Sample((a, b) =>
        {
            if (chained.Dot(a, b) != split.Dot(a, b)) Interlocked.Increment(ref different);
        }, iter: 5_000);
        Assert.That(different, Is.InRange(1, 2_500));
    }

    [Test]
    public void Emulated_fp8_adds_C_last_by_one_addition_and_chains_instructions()
    {
        var model = new Fp8MmaEmulated(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E5M2, ScalarFormats.Fp16, Fp8MmaVersion.Chained);
        Gen.Select(AccumulatorGen.Near(ScalarFormats.Fp8E4M3, -4, 4).Array[50], AccumulatorGen.Near(ScalarFormats.Fp8E5M2, -4, 4).Array[50], AccumulatorGen.Near(ScalarFormats.Fp16, -8, 8)).Sample((a, b, c) =>
        {
            uint first = Half.Encode(Float16(model.Dot(a[..32], b[..32])) + Float16(c), Conversion.Ieee);
            uint second = Half.Encode(Float16(model.Dot(a[32..], b[32..])) + Float16(first), Conversion.Ieee);
            return model.Dot(a, b, c) == second;
        }, iter: 2_000);
    }

    private static float Run(DotAccumulator model, float[] a, float[] b, float c) => BitConverter.UInt32BitsToSingle(
        model.Dot(Array.ConvertAll(a, x => Bf16.Encode(x)), Array.ConvertAll(b, x => Bf16.Encode(x)), BitConverter.SingleToUInt32Bits(c)));

    private static float[] Decode(uint[] codes) => Array.ConvertAll(codes, c => Bf16.Decode(c));

    /// <summary>Rounding a sum to fp32 first does no harm: 24 bits are at least 2 * 11 + 2 (Figueroa).</summary>
    private static float Float16(uint code) => Half.Decode(code);
}
