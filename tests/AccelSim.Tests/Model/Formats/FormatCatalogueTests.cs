using AccelSim.Model.Formats;
using NUnit.Framework;

namespace AccelSim.Tests.Model.Formats;

public sealed class FormatCatalogueTests
{
    private const string Contract =
        "int2 int3 int4 int5 int6 int8 int16 fp4_e2m1 fp6_e2m3 fp6_e3m2 fp8_e4m3 fp8_e5m2 bf16 fp16 tf32 fp32 "
        + "mxfp4 mxfp6_e2m3 mxfp6_e3m2 mxfp8_e4m3 mxfp8_e5m2 mxint8 nvfp4";

    [Test]
    public void Every_format_of_the_contract_is_listed()
    {
        Assert.That(FormatCatalogue.BuiltIn.Formats.Select(f => f.Name).Except(["int32"]), Is.EqualTo(Contract.Split(' ')));
    }

    [Test]
    public void A_user_format_is_named_grouped_and_pruned_like_a_built_in_one()
    {
        var catalogue = FormatCatalogue.BuiltIn.With(ScalarFormat.Float("fp7_e3m3", 3, 3, 3, SpecialValues.None));
        foreach (string text in new[] { "fp7_e3m3", "fp7_e3m3(g=64)", "2:4(fp7_e3m3)", "sq(fp7_e3m3/fp4_e2m1,b=32,s=0.75)" })
        {
            Assert.That(FormatParser.TryParse(text, catalogue, out var format, out string? error), error);
            Assert.That(format!.Name, Is.EqualTo(text));
            Assert.That(FormatParser.TryParse(text, FormatCatalogue.BuiltIn, out _, out _), Is.False, "the built-in catalogue is unchanged");
        }
    }

    [Test]
    public void A_name_may_stand_for_a_whole_format()
    {
        var sq = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, 8);
        var catalogue = FormatCatalogue.BuiltIn.With("w_sq5", sq);
        Assert.That(FormatParser.TryParse("w_sq5", catalogue, out var format, out _));
        Assert.That(format, Is.EqualTo(sq));
        Assert.That(FormatParser.TryParse("w_sq5(g=2)", catalogue, out _, out string? error), Is.False);
        Assert.That(error, Is.EqualTo("'w_sq5' takes no parameters: write 'w_sq5' alone"));
    }

    [TestCase("int8")]
    [TestCase("INT8")]
    [TestCase("e8m0")]
    [TestCase("sq")]
    [TestCase("2_4")]
    [TestCase("my-format")]
    [TestCase("")]
    public void Taken_or_unspeakable_names_are_refused(string name)
    {
        Assert.That(FormatCatalogue.BuiltIn.Fault(name), Is.Not.Null);
        Assert.That(() => FormatCatalogue.BuiltIn.With(name, new PlainFormat(ScalarFormats.Int8)), Throws.ArgumentException);
    }

    [Test]
    public void Masks_that_do_not_suit_a_role_are_named()
    {
        var format = new SqFormat(ScalarFormats.Int8, ScalarFormats.Int4, 64, 8, SqMask.Static);
        Assert.That(format.WhyNot(OperandRole.Activations), Is.Null);
        Assert.That(format.WhyNot(OperandRole.Weights), Does.Contain("a static mask is for activations"));
        Assert.That(() => format.Store(OperandRole.KvKeys, 1, 1), Throws.InvalidOperationException);
    }
}
