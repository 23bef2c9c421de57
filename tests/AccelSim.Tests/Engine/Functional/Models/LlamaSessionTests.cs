using AccelSim.Engine.Functional.Models;
using AccelSim.Engine.Functional.Quantisation;
using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using AccelSim.Tests.Model.Formats.Sq;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Functional.Models;

public sealed class LlamaSessionTests
{
    private static readonly SqFormat Sq = new(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1);

    private static readonly Gen<NumberFormat?> Cache = Gen.OneOf<NumberFormat?>(
        null, Sq, new PlainFormat(ScalarFormats.Int8), new PlainFormat(ScalarFormats.Bf16), new PlainFormat(ScalarFormats.Fp8E4M3, 8),
        BlockScaledFormats.MxFp8E4M3, BlockScaledFormats.NvFp4, new TwoFourFormat(new PlainFormat(ScalarFormats.Int8)));

    [Test]
    public void How_tokens_are_cut_into_calls_changes_no_bit() =>
        Gen.Select(Cache, Gen.Int[0, 99], Gen.Int[0, 10].Array[1, 39], Gen.Int[1, 38]).Sample((cache, seed, tokens, cut) =>
        {
            LlamaNetwork network = LlamaQuantiser.Quantise(SmallModel.Weights(seed), Sq, new PlainFormat(ScalarFormats.Int8), cache);
            float[] whole = new LlamaSession(network).Forward(tokens);
            var session = new LlamaSession(network);
            var parts = new List<float>();
            for (int first = 0; first < tokens.Length; first += cut)
                parts.AddRange(session.Forward(tokens.AsSpan(first, Math.Min(cut, tokens.Length - first))));
            Assert.That(parts, Is.EqualTo(whole));
        }, iter: 30);

    [Test]
    public void Quantising_to_fp32_changes_no_bit() =>
        Gen.Select(Gen.Int[0, 99], Gen.Int[0, 10].Array[1, 20]).Sample((seed, tokens) =>
        {
            LlamaWeights weights = SmallModel.Weights(seed);
            var fp32 = new PlainFormat(ScalarFormats.Fp32);
            float[] single = new LlamaSession(LlamaNetwork.Single(weights)).Forward(tokens);
            Assert.That(new LlamaSession(LlamaQuantiser.Quantise(weights, fp32)).Forward(tokens), Is.EqualTo(single));
            // A cache in fp32 lets values wait in no other format.
            Assert.That(new LlamaSession(LlamaQuantiser.Quantise(weights, fp32, fp32, fp32)).Forward(tokens), Is.EqualTo(single));
        }, iter: 20);

    [Test]
    public void The_fp32_layer_is_the_reference_gemm() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 40], Gen.Int[1, 40], Gen.Int[0, 999]).Sample((tokens, n, k, seed) =>
        {
            float[] x = SqGen.Gaussian(tokens * k, seed);
            float[] w = SqGen.Gaussian(n * k, seed + 1);
            Assert.That(new SingleLinear(w, n, k).Apply(x, tokens),
                Is.EqualTo(GemmReference.Multiply(GemmOperand.Of(x, tokens, k), GemmOperand.Of(w, n, k))));
        });

    [Test]
    public void A_value_cache_in_sq_format_adds_banks_and_then_the_waiting_tokens() =>
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 999]).Sample((tokens, seed) =>
        {
            float[] values = SqGen.Gaussian(tokens * 8, seed);
            float[] p = SqGen.Gaussian(tokens, seed + 1);
            var head = new QuantisedKvHead(Sq, 8);
            var cache = new SqValueCache(Sq, 8, ScalarFormats.Fp16);
            for (int t = 0; t < tokens; t++)
            {
                head.Append(values.AsSpan(t * 8, 8), values.AsSpan(t * 8, 8));
                cache.Append(values.AsSpan(t * 8, 8));
            }
            float[] expected = GemmReference.Multiply(
                GemmOperand.Of(p.AsSpan(0, cache.CompressedTokens), 1, cache.CompressedTokens), GemmOperand.Of(cache.Matrix()));
            for (int t = 0; t < cache.TailTokens; t++)
            {
                for (int i = 0; i < 8; i++)
                    expected[i] = MathF.FusedMultiplyAdd(p[cache.CompressedTokens + t], cache.Tail.Span[t * 8 + i], expected[i]);
            }
            Assert.That(head.Mix(p), Is.EqualTo(expected));
        });

    [Test]
    public void Unknown_ids_and_too_many_tokens_are_refused()
    {
        var session = new LlamaSession(LlamaNetwork.Single(SmallModel.Weights(1)));
        Assert.That(() => session.Forward([11]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => session.Forward([-1]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => session.Forward(new int[41]), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(session.Position, Is.Zero);
    }
}
