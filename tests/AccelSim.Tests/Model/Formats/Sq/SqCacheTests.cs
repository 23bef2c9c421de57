using AccelSim.Model.Formats;
using AccelSim.Model.Formats.Sq;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats.Sq;

public sealed class SqCacheTests
{
    [Test]
    public void Keys_appended_one_by_one_equal_keys_quantised_together() =>
        Gen.Select(SqGen.Weights, SqGen.Matrix.Where(m => m.K > 0)).Sample((format, m) =>
        {
            var cache = new SqKeyCache(format, m.K);
            for (int t = 0; t < m.Vectors; t++)
                cache.Append(m.Values.AsSpan(t * m.K, m.K));
            Assert.That(SqPacking.Pack(cache.Matrix()), Is.EqualTo(SqPacking.Pack(SqQuantizer.Quantize(format, m.Values, m.Vectors, m.K))));
            Assert.That(cache.Stored, Is.EqualTo(format.Store(OperandRole.KvKeys, m.K, m.Vectors)));
        });

    [Test]
    public void Values_are_compressed_bank_by_bank_and_wait_uncompressed_before() =>
        Gen.Select(SqGen.Weights, Gen.Int[1, 4], Gen.Int[0, 300]).Sample((format, dim, tokens) =>
        {
            float[] values = SqGen.Gaussian(tokens * dim, 5);
            var cache = new SqValueCache(format, dim, ScalarFormats.Fp32);
            for (int t = 0; t < tokens; t++)
                cache.Append(values.AsSpan(t * dim, dim));
            int whole = tokens / format.Bank * format.Bank;
            Assert.That(cache.CompressedTokens, Is.EqualTo(whole));
            Assert.That(cache.Tail.ToArray(), Is.EqualTo(values[(whole * dim)..]));
            var byChannel = new float[whole * dim];
            for (int i = 0; i < byChannel.Length; i++)
                byChannel[i] = values[i % whole * dim + i / whole];
            Assert.That(SqPacking.Pack(cache.Matrix()), Is.EqualTo(SqPacking.Pack(SqQuantizer.Quantize(format, byChannel, dim, whole))));
            Assert.That(cache.Stored.Total, Is.EqualTo(format.Store(OperandRole.KvValues, whole, dim).Total + 32L * dim * (tokens - whole)));
        }, iter: 50);

    [Test]
    public void A_value_cache_holds_the_bits_that_are_billed_at_every_length() =>
        Gen.Select(SqGen.Weights, Gen.Int[1, 3]).Sample((format, dim) =>
        {
            var cache = new SqValueCache(format, dim, ScalarFormats.Fp16);
            float[] values = SqGen.Gaussian((2 * format.Bank + 3) * dim, 6);
            for (int tokens = 0; tokens * dim < values.Length; tokens++)
            {
                StoredBits billed = format.Store(OperandRole.KvValues, tokens, dim);
                Assert.That(cache.Stored, Is.EqualTo(billed), $"{tokens} tokens in {format}");
                Assert.That(billed.Total, Is.EqualTo(8L * (SqPacking.Pack(cache.Matrix()).Length) + 16L * cache.TailTokens * dim).Within(7));
                cache.Append(values.AsSpan(tokens * dim, dim));
            }
        }, iter: 20);

    [Test]
    public void A_refused_token_leaves_the_caches_as_they_were()
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 4, 1);
        var keys = new SqKeyCache(format, 4);
        var values = new SqValueCache(format, 4, ScalarFormats.Fp16);
        Assert.That(() => keys.Append([1, 2, 3, float.NaN]), Throws.InstanceOf<ArithmeticException>());
        Assert.That(() => values.Append([1, 2, 3, float.NaN]), Throws.InstanceOf<ArithmeticException>());
        Assert.That((keys.Tokens, values.Tokens), Is.EqualTo((0, 0)));
    }
}
