using AccelSim.Model.Formats;
using AccelSim.Model.Workloads;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Workloads;

public sealed class KvCacheTests
{
    private static readonly NumberFormat Bf16 = new PlainFormat(ScalarFormats.Bf16);

    [Test]
    public void Bytes_per_token_of_every_listed_model_agree_exactly()
    {
        // Outside of the block below, in which a test cannot be skipped.
        IReadOnlyList<ModelsCsv.Row> rows = ModelsCsv.Rows();
        Assert.Multiple(() =>
        {
            foreach (ModelsCsv.Row row in rows) Assert.That(KvCache.BytesPerToken(row.Model, Bf16), Is.EqualTo(row.KvBytesPerToken), row.Model.Name);
        });
    }

    [Test]
    public void DeepSeek_V3_caches_one_latent_per_layer() =>
        Assert.That(KvCache.BytesPerToken(KnownModels.DeepSeek, Bf16), Is.EqualTo(70_272));

    [Test]
    public void Llama_3_1_8B_with_32_sequences_of_32k_fills_128_GiB() =>
        Assert.That(32 * KvCache.Bytes(KnownModels.Llama3, 32768, _ => Bf16), Is.EqualTo(128L << 30));

    [TestCase("int8", ExpectedResult = 32 * 8 * (128 + 4 + 128))]
    [TestCase("int4(g=128)", ExpectedResult = 32 * 8 * (64 + 2 + 64 + 2))]
    [TestCase("mxfp8_e4m3", ExpectedResult = 32 * 8 * (2 * (128 + 4)))]
    [TestCase("sq(int8/int4,b=64,s=0.875)", ExpectedResult = 32 * 8 * 2 * 128 * 5.5 / 8)]
    public double Narrow_caches_bill_their_scales(string format)
    {
        // Keys have a scale vector per token and head (head_dim 128 long), values one per channel along tokens.
        double bytes = KvCache.BytesPerToken(KnownModels.Llama3, WorkloadGen.Parse(format));
        return bytes;
    }

    [Test]
    public void A_sliding_layer_keeps_its_window_and_no_more() =>
        Gen.Select(WorkloadGen.Model.Where(m => m is { Latent: null, Window: not null }), Gen.Long[1, 500]).Sample((m, tokens) =>
        {
            long expected = 0;
            for (int layer = 0; layer < m.Layers; layer++)
                expected += 4L * m.KvHeads * m.HeadDim * (m.IsSliding(layer) ? Math.Min(tokens, m.Window!.Tokens) : tokens);
            return KvCache.Bytes(m, tokens, _ => Bf16) == expected;
        }, iter: 200);

    [Test]
    public void Chips_beyond_the_key_value_heads_hold_copies() => Assert.Multiple(() =>
    {
        long whole = KvCache.Bytes(KnownModels.Llama3, 1000, _ => Bf16);
        Assert.That(KvCache.Bytes(KnownModels.Llama3, 1000, _ => Bf16, 8), Is.EqualTo(whole / 8));
        Assert.That(KvCache.Bytes(KnownModels.Llama3, 1000, _ => Bf16, 32), Is.EqualTo(whole / 8));
    });
}
