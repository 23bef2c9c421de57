using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Input;
using AccelSim.Input.Accumulators;
using AccelSim.Input.Machines;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using NUnit.Framework;

namespace AccelSim.Tests.Input;

public sealed class AccumulatorFileTests
{
    private const string Mine = "name: mine, inputs: [fp8_e4m3], group_length: 32, fraction_bits: 20, status: published, source: 'design choice: test'";

    private static IEnumerable<AccumulatorPreset> Presets => Installation.Files.Accumulators().Value!.All;

    [TestCaseSource(nameof(Presets))]
    public void Every_shipped_preset_adds_products_of_each_pair_of_its_inputs(AccumulatorPreset preset)
    {
        foreach (ScalarFormat left in preset.Inputs)
        {
            foreach (ScalarFormat right in preset.Inputs)
            {
                ScalarFormat output = preset.Block is null ? preset.Build(left, right).Output : preset.BuildScaled(left, right).Output;
                Assert.That(output, Is.EqualTo(preset.Output), $"{left} x {right}");
            }
        }
        Assert.That(preset.Source, Is.Not.Empty);
        Assert.That(preset.Accumulator.Bits, Is.EqualTo(preset.Output.Bits));
    }

    [Test]
    public void Every_block_model_of_a_file_is_one_that_the_engine_builds() =>
        Assert.That(Presets.Where(p => p.Block is not null).Select(p => p.Accumulator.Model).Distinct(), Is.EquivalentTo(PresetAccumulators.BlockModels));

    [Test]
    public void Every_model_of_the_engine_may_stand_in_a_machine_file()
    {
        foreach (AccumulatorModel model in AccumulatorCatalogue.All)
            Assert.That(Machine($"accumulator.model={model}").Value!.Accumulator.Model, Is.EqualTo(model.Name));
    }

    [TestCaseSource(nameof(Presets))]
    public void A_machine_may_name_a_preset_or_is_told_why_not(AccumulatorPreset preset)
    {
        ReadResult<Machine> read = Machine($"accumulator.preset={preset}");
        if (preset.Block is null) Assert.That(read.Value!.Accumulator, Is.EqualTo(preset.Accumulator));
        else Assert.That(Installation.Messages(read), Has.One.Contains("has scales inside its sum"));
    }

    [Test]
    public void A_machine_with_a_preset_written_out_reads_back_equal()
    {
        Machine machine = Machine("accumulator.preset=hopper.wgmma.fp8.fp32").Value!;
        Assert.That(Installation.Read(MachineFile.Kind, MachineFile.Kind.Write(machine)).Value!.Accumulator, Is.EqualTo(machine.Accumulator));
    }

    [Test]
    public void Keys_beside_a_preset_change_single_numbers()
    {
        Accumulator changed = Machine("accumulator.preset=hopper.mma.bf16.fp32", "accumulator.group_length=8").Value!.Accumulator;
        Assert.That(changed, Is.EqualTo(new Accumulator("t_fdpa", 8, 25, 32) { ZeroExponent = -133 }));
        Accumulator finer = Machine("accumulator.preset=hopper.mma.bf16.fp32", "accumulator.fraction_bits=20").Value!.Accumulator;
        Assert.That(TFdpaParameters.Of(finer).ZeroExponent, Is.EqualTo(-128), "the exponent of zero follows the fraction bits");
        Accumulator half = Machine("accumulator.preset=hopper.mma.bf16.fp32", "accumulator.output=rne_fp16").Value!.Accumulator;
        Assert.That(TFdpaParameters.Of(half).ZeroExponent, Is.EqualTo(-21), "and the output");
    }

    [Test]
    public void An_unknown_preset_is_refused_with_those_that_are_allowed()
    {
        Assert.That(Installation.Messages(Machine("accumulator.preset=hopper.wgmma.fp8.fp23")), Has.One.Contains("did you mean 'hopper.wgmma.fp8.fp32'?"));
        string message = Installation.Messages(Machine("accumulator.preset=abacus")).Single();
        Assert.That(message, Does.Contain("accumulator.preset: 'abacus' is not the name of a preset; allowed are").And.Contain("volta.mma.fp16.fp32").And.Not.Contain("mxf4"));
    }

    [TestCase("{" + Mine + ", model: st_fdpa}", "presets[0].model: st_fdpa needs block")]
    [TestCase("{" + Mine + ", block: {scale: e8m0, size: 32}}", "presets[0].model: t_fdpa takes no block")]
    [TestCase("{name: m, inputs: [int8], group_length: 32, fraction_bits: 20, status: published, source: s}", "t_fdpa does not add products of int8; floats are needed")]
    [TestCase("{name: m, inputs: [bf16], model: fp8_mma_split, group_length: 16, fraction_bits: 25, status: published, source: s}", "8-bit floats that fp16 holds are needed")]
    [TestCase("{name: m, inputs: [fp9], group_length: 32, fraction_bits: 20, status: published, source: s}", "presets[0].inputs[0]: 'fp9' is not allowed; an element type")]
    [TestCase("{name: m, inputs: [fp16], group_length: 32, fraction_bits: 60, status: published, source: s}", "60 fraction bits under a group of 32 do not fit a sum of 62 bits")]
    [TestCase("{name: m, inputs: [fp16], group_length: 32, fraction_bits: 20, status: guessed, source: s}", "one of verified, published, inferred is needed")]
    [TestCase("{name: m, inputs: [fp16], group_length: 32, fraction_bits: 20, status: published}", "presets[0].source: is missing")]
    [TestCase("{" + Mine + "}, {" + Mine + "}", "'mine' stands more than once; each name may stand once")]
    public void A_preset_that_cannot_be_is_refused(string items, string message) =>
        Assert.That(Installation.Messages(Installation.Read(AccumulatorFile.Kind, Text(items))), Has.Some.Contains(message));

    [Test]
    public void A_preset_of_the_users_own_is_one_more_file_of_the_installation()
    {
        string home = Directory.CreateTempSubdirectory("accelsim-home").FullName;
        try
        {
            string folder = Directory.CreateDirectory(Path.Combine(home, "configs", "accumulators")).FullName;
            File.WriteAllText(Path.Combine(folder, "mine.yaml"), Text("{" + Mine + "}"));
            var files = new InputFiles(home);
            AccumulatorPreset found = files.Accumulators().Value!.Find("mine")!;
            Assert.That(found.Build(ScalarFormats.Fp8E4M3, ScalarFormats.Fp8E4M3), Is.TypeOf<TFdpa>());
            File.WriteAllText(Path.Combine(folder, "other.yaml"), Text("{" + Mine + "}"));
            Assert.That(Installation.Messages(new InputFiles(home).Accumulators()).Single(), Does.Contain("other.yaml: presets: 'mine' stands in another file too"));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static string Text(string items) => $"accelsim: 1\nkind: accumulator\npresets: [{items}]\n";

    private static ReadResult<Machine> Machine(params string[] sets) => MachineFile.Kind.Load("sq-next", [.. sets.Select(Installation.Set)], Installation.Files);
}
