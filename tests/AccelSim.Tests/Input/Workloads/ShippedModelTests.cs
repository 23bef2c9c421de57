using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Workloads;
using AccelSim.Tests.Model.Workloads;
using NUnit.Framework;

namespace AccelSim.Tests.Input.Workloads;

public sealed class ShippedModelTests
{
    private static IEnumerable<string> Models => Installation.Files.Names(ModelFile.Kind);

    [Test]
    public void Every_listed_model_is_shipped_with_the_listed_numbers()
    {
        // Outside of the block below, in which a test cannot be skipped.
        IReadOnlyList<ModelsCsv.Row> rows = ModelsCsv.Rows();
        Assert.Multiple(() =>
        {
            foreach (ModelsCsv.Row row in rows) Assert.That(Load(row.Model.Name), Is.EqualTo(row.Model));
        });
    }

    [TestCaseSource(nameof(Models))]
    public void A_shipped_model_reads_under_its_own_name(string name) => Assert.That(Load(name).Name, Is.EqualTo(name));

    [TestCaseSource(nameof(Models))]
    public void A_shipped_model_written_out_reads_back_equal(string name)
    {
        LanguageModel model = Load(name);
        ReadResult<LanguageModel> again = Installation.Read(ModelFile.Kind, ModelFile.Kind.Write(model));
        Assert.That(Installation.Messages(again), Is.Empty);
        Assert.That(again.Value, Is.EqualTo(model));
    }

    [TestCaseSource(nameof(Models))]
    public void A_shipped_model_expands_in_every_phase(string name)
    {
        LanguageModel model = Load(name);
        foreach (Phase phase in Enum.GetValues<Phase>())
            Assert.That(ModelExpansion.Expand(WorkloadGen.Step(model, phase, 2, 512, output: 3)).Operations, Is.Not.Empty);
    }

    private static LanguageModel Load(string name)
    {
        ReadResult<LanguageModel> read = ModelFile.Kind.Load(name, [], Installation.Files);
        Assert.That(Installation.Messages(read), Is.Empty);
        return read.Value!;
    }
}
