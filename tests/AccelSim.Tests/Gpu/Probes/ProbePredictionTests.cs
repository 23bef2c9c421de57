using AccelSim.Gpu.Probes;
using AccelSim.Model.Formats;
using AccelSim.Tests.House;
using NUnit.Framework;

namespace AccelSim.Tests.Gpu.Probes;

public sealed class ProbePredictionTests
{
    private static readonly string Published = Path.Combine(SourceTree.Root, "results", "gpu", "predictions");

    [TestCaseSource(typeof(GpuGeneration), nameof(GpuGeneration.All))]
    public void The_published_predictions_are_what_the_models_say(GpuGeneration generation)
    {
        string folder = Directory.CreateTempSubdirectory("accelsim-predictions").FullName;
        try
        {
            ProbePredictions.Write(generation, folder);
            string published = Path.Combine(Published, generation.Name);
            Assert.That(Directory.GetFiles(published).Select(Path.GetFileName), Is.EquivalentTo(Directory.GetFiles(folder).Select(Path.GetFileName)));
            foreach (string file in Directory.GetFiles(folder))
                Assert.That(File.ReadAllBytes(file), Is.EqualTo(File.ReadAllBytes(Path.Combine(published, Path.GetFileName(file)))), file);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Test]
    public void The_published_predictions_stay_small() =>
        Assert.That(Directory.EnumerateFiles(Published, "*", SearchOption.AllDirectories).Sum(f => new FileInfo(f).Length), Is.LessThan(2_000_000));

    /// <summary>The largest j whose term is still seen is F - e0: 25 + 133 on Hopper and 24 + 132 before it for fp32, 46 and 44 for fp16.</summary>
    [TestCase(90, "mma.bf16.f32", 158)]
    [TestCase(90, "wgmma.tf32.f32", 158)]
    [TestCase(80, "mma.bf16.f32", 156)]
    [TestCase(90, "mma.f16.f16", 46)]
    [TestCase(80, "mma.f16.f16", 44)]
    public void The_exponent_of_zero_shows_where_its_formula_says(int capability, string name, int last)
    {
        TensorProbe probe = TensorProbes.Find(name)!;
        ProbeInputs inputs = ProbeInputs.Draw(probe, ProbeFamily.Find(probe, "zero-exponent")!, 1, ProbePredictions.TilesOf(probe));
        uint[] results = ProbeModel.Of(GpuGeneration.Of(capability)!, probe)!.Predict(inputs);
        int first = probe.Output == ScalarFormats.Fp32 ? 150 : 26;
        uint seen = probe.Output == ScalarFormats.Fp32 ? 0u : 1u, unseen = 1 - seen;
        Assert.That(results[(last - first) * TensorProbe.Columns], Is.EqualTo(seen), "the last that is seen");
        Assert.That(results[(last + 1 - first) * TensorProbe.Columns], Is.EqualTo(unseen), "the first that is not");
    }

    [Test]
    public void Every_family_gives_different_operands_and_exercises_its_probe()
    {
        foreach (TensorProbe probe in TensorProbes.All)
        {
            ProbeInputs[] inputs = [.. ProbePredictions.Inputs(probe, large: true)];
            Assert.That(inputs.Select(x => x.Hash), Is.Unique, probe.Name);
            Assert.That(inputs.Select(x => (x.Family.Name, x.Seed)), Is.Unique);
            foreach (ProbeInputs x in inputs) Assert.That(x.A.Distinct().Count(), Is.GreaterThan(2), $"{probe}/{x.Family}");
        }
    }

    [Test]
    public void Specials_bring_every_kind_of_result()
    {
        TensorProbe probe = TensorProbes.Find("mma.f16.f32")!;
        ProbeInputs inputs = ProbeInputs.Draw(probe, ProbeFamily.Find(probe, "specials")!, 1, 8);
        uint[] results = ProbeModel.Of(GpuGeneration.Of(90)!, probe)!.Predict(inputs);
        foreach (uint result in (uint[])[0x7FFFFFFF, 0x7F800000, 0xFF800000, 0]) Assert.That(results.Contains(result), Is.True, $"{result:x8}");
        foreach (uint code in (uint[])[0x8000, 1, 0x7BFF, 0x7C00]) Assert.That(inputs.A.Contains(code), Is.True, $"{code:x4}");
    }

    [Test]
    public void The_random_numbers_never_change()
    {
        var random = new ProbeRandom("probe", "family", 1);
        Assert.That((uint[])[random.Bits(32), random.Bits(32), random.Bits(8)], Is.EqualTo((uint[])[3050194261, 4090246419, 65]));
    }
}
