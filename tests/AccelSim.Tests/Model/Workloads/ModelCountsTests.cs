using System.Globalization;
using AccelSim.Model.Workloads;
using CsCheck;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Workloads;

public sealed class ModelCountsTests
{
    [Test]
    public void Llama_3_1_8B_has_its_published_parameters() => Assert.Multiple(() =>
    {
        var counts = new ModelCounts(KnownModels.Llama3);
        Assert.That(counts.Total, Is.EqualTo(8_030_261_248));
        Assert.That(counts.Active, Is.EqualTo(8_030_261_248));
        Assert.That(counts.Total - 128256L * 4096, Is.EqualTo(7_504_924_672), "all but the input embedding");
        Assert.That(counts.MatrixProducts, Is.EqualTo(7_504_924_672 - 65 * 4096), "and without the gains of 65 norms");
    });

    [Test]
    public void Llama_2_7B_has_its_published_parameters() =>
        Assert.That(new ModelCounts(KnownModels.Llama2).Total, Is.EqualTo(6_738_415_616));

    [Test]
    public void Parameters_of_every_listed_model_agree_to_the_printed_digits()
    {
        // Outside of the block below, in which a test cannot be skipped.
        IReadOnlyList<ModelsCsv.Row> rows = ModelsCsv.Rows();
        Assert.Multiple(() =>
        {
            Assert.That(rows, Has.Count.EqualTo(28));
            foreach (ModelsCsv.Row row in rows)
            {
                // The file rounds counts of matrices and embeddings: with norms and biases one row, Qwen2.5-72B, would print 72.71.
                var counts = new ModelCounts(row.Model);
                Assert.That(Billions(counts.Matrices), Is.EqualTo(row.ParamsBillion), row.Model.Name);
                Assert.That(Billions(counts.ActiveMatrices), Is.EqualTo(row.ActiveParamsBillion), row.Model.Name);
                Assert.That(row.Model.Faults(), Is.Empty, row.Model.Name);
            }
        });
    }

    [Test]
    public void A_gated_dense_model_follows_the_closed_form() =>
        WorkloadGen.Model.Sample(any =>
        {
            LanguageModel m = any with { Experts = null, Latent = null, FfnMatrices = 3, QkvBias = false, QkNorm = false };
            long perLayer = m.Hidden * m.HeadDim * (2 * m.Heads + 2 * m.KvHeads) + 3 * m.Hidden * m.Ffn + 2 * m.Hidden;
            long expected = (m.TiedEmbeddings ? 1 : 2) * m.Vocabulary * m.Hidden + m.Layers * perLayer + m.Hidden;
            return new ModelCounts(m).Total == expected;
        }, iter: 200);

    [Test]
    public void The_chips_of_a_tensor_parallel_group_hold_every_matrix_of_heads_and_ffn_exactly_once() =>
        WorkloadGen.Model.Sample(any =>
        {
            LanguageModel m = any with { Latent = null };
            for (int layer = 0; layer < m.Layers; layer++)
            {
                var whole = LayerMatrices.Of(m, layer);
                foreach (int chips in new[] { 2, 4 }.Where(c => m.KvHeads % c == 0))
                {
                    foreach ((WeightMatrix one, WeightMatrix part) in whole.Zip(LayerMatrices.Of(m, layer, chips)))
                        Assert.That(part.Parameters * (part.Name == "router" ? 1 : chips), Is.EqualTo(one.Parameters), one.Name);
                }
            }
        }, iter: 200);

    [Test]
    public void Absorbing_a_latent_moves_weights_and_changes_no_count() =>
        WorkloadGen.Model.Where(m => m.Latent is not null).Sample(m =>
            LayerMatrices.Of(m, 0, absorbed: true).Sum(x => x.ActiveParameters) == LayerMatrices.Of(m, 0).Sum(x => x.ActiveParameters), iter: 100);

    private static string Billions(long count) => (count / 1e9m).ToString("0.00", CultureInfo.InvariantCulture);
}
