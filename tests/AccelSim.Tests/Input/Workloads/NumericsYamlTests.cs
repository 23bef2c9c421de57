using AccelSim.Input.Workloads;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using AccelSim.Model.Numerics;
using AccelSim.Model.Operations;
using AccelSim.Model.Workloads;
using NUnit.Framework;

namespace AccelSim.Tests.Input.Workloads;

public sealed class NumericsYamlTests
{
    private const string Text = "accelsim: 1\nkind: workload\nname: w\nmodel: llama-3.1-8b\nformats: {weights: int4, activations: 'sq(int8/int4,b=64,s=0.875)'}\n";

    [TestCase("quantisation.score=obs", QuantisationMethod.Calibrated)]
    [TestCase("quantisation.gptq_feedback=off", QuantisationMethod.Calibrated)]
    [TestCase("quantisation.mask_2_4=magnitude", QuantisationMethod.Calibrated)]
    [TestCase("quantisation.smooth_alpha=0.4", QuantisationMethod.Smoothed)]
    [TestCase("quantisation.act_score=abs", QuantisationMethod.Nearest)]
    [TestCase("quantisation.sum_order=two_pass", QuantisationMethod.Nearest)]
    [TestCase("quantisation.vmask_code=offset", QuantisationMethod.Nearest)]
    public void A_switch_brings_the_method_that_it_needs(string set, QuantisationMethod method) =>
        Assert.That(Read(set).Quantisation.Method, Is.EqualTo(method));

    [TestCase("quantisation.score=size", "quantisation.score")]
    [TestCase("quantisation.mask_entry_bits=4", "quantisation.mask_entry_bits")]
    [TestCase("quantisation.w_bits_high_rows=8", "quantisation.w_bits_high_rows")]
    [TestCase("numerics.weights.degrees=5", "numerics.weights.degrees")]
    [TestCase("numerics.model=x", "numerics.tokens")]
    public void A_wrong_value_is_reported_at_its_key(string set, string key)
    {
        string[] messages = Installation.Messages(Installation.Read(WorkloadFile.Kind, Text, set));
        Assert.That(messages, Has.Length.EqualTo(1));
        Assert.That(messages[0], Does.Contain(key + ":"));
    }

    [Test]
    public void A_switch_without_effect_is_refused()
    {
        string[] messages = Installation.Messages(Installation.Read(WorkloadFile.Kind, Text, "quantisation.method=nearest", "quantisation.score=obs"));
        Assert.That(messages.Single(), Does.Contain("quantisation.score: has no effect"));
    }

    [Test]
    public void Switches_that_change_bits_change_what_is_billed()
    {
        GemmOperation plain = Layer(), packed = Layer("quantisation.mask_entry_bits=1"), dynamic = Layer("quantisation.act_mask=dynamic");
        Assert.That(plain.Weights.Name, Is.EqualTo("int4(g=64)"), "one scale per bank and column unless told otherwise");
        Assert.That(Layer("quantisation.w_scale=channel").Weights.Name, Is.EqualTo("int4"));
        Assert.That(Bits(plain) - Bits(packed), Is.EqualTo(7 * 4096), "a static mask of 4096 entries, packed");
        Assert.That(dynamic.Activations.Name, Does.Contain("dynamic"));
        Assert.That(Layer("quantisation.scale_type=e8m0").Activations.Name, Does.Contain("scale=e8m0"));
        Assert.That(Layer("formats.activations=int8", "formats.weights='sq(int8/int4,b=64,s=0.875)'", "quantisation.scale_type=fp32").Weights.Name, Does.Contain("scale=fp32"));
    }

    [Test]
    public void A_format_that_states_a_packed_mask_reads_back()
    {
        Assert.That(FormatParser.TryParse("sq(int8/int4,b=64,s=0.875,static,mask_bits=1)", FormatCatalogue.BuiltIn, out NumberFormat? format, out _), Is.True);
        Assert.That(FormatParser.TryParse(format!.Name, FormatCatalogue.BuiltIn, out NumberFormat? again, out _), Is.True);
        Assert.That(again, Is.EqualTo(format));
        Assert.That(FormatParser.TryParse("sq(int8/int4,b=64,s=0.875,dynamic,mask_bits=1)", FormatCatalogue.BuiltIn, out _, out string? error), Is.False);
        Assert.That(error, Does.Contain("static mask"));
    }

    private static Workload Read(params string[] sets)
    {
        ReadResult<Workload> read = Installation.Read(WorkloadFile.Kind, Text, sets);
        Assert.That(Installation.Messages(read), Is.Empty);
        return read.Value!;
    }

    private static GemmOperation Layer(params string[] sets) =>
        Read(sets).Expand().Operations.Select(o => o.Operation).OfType<GemmOperation>().First(g => g.Name == "qkv_proj");

    private static long Bits(GemmOperation layer) => layer.Activations.Store(OperandRole.Activations, 4096, 16).Total;
}
