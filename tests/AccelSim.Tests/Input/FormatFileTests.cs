using AccelSim.Input.Formats;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using NUnit.Framework;

namespace AccelSim.Tests.Input;

public sealed class FormatFileTests
{
    private static ReadResult<FormatSet> Read(string items) => Installation.Read(FormatFile.Kind, "accelsim: 1\nkind: format\nformats:\n" + items);

    [Test]
    public void Later_formats_build_on_earlier_ones()
    {
        FormatSet set = Read("- {name: int7, integer: 7}\n- {name: mx7, block: {element: int7, size: 32, scale: e8m0}}\n- {name: seven, alias: int7(g=64)}\n").Value!;
        Assert.That(set.Catalogue.Find("mx7")!.BitsPerElement(OperandRole.Weights), Is.EqualTo(7.25));
        Assert.That(set.Catalogue.Find("seven")!.Name, Is.EqualTo("int7(g=64)"));
    }

    [TestCase("- {name: int8, integer: 8}\n", "test.yaml:4:3: formats[0]: format 'int8' exists already")]
    [TestCase("- {name: x9, integer: 9, alias: int8}\n", "formats[0].name: x9 has 2 of the keys integer, float, block and alias; exactly one is needed")]
    [TestCase("- {name: x9}\n", "x9 has 0 of the keys")]
    [TestCase("- {name: x9, integer: 99}\n", "formats[0].integer: '99' is not allowed; a whole number from 2 to 32 is needed")]
    [TestCase("- {name: b, block: {element: int44, size: 32, scale: e8m0}}\n", "unknown scalar format 'int44'; did you mean 'int4'?")]
    [TestCase("- {name: b, block: {element: int4, size: 32, scale: int8}}\n", "a scale is a float or a power of two")]
    [TestCase("- {name: f, float: {exponent_bits: 8, mantissa_bits: 3, bias: -100}}\n", "change the bias")]
    [TestCase("- {name: a, alias: 'sq(int8/int4,b=64)'}\n", "the sparsity s is missing")]
    public void A_format_that_cannot_be_is_refused(string items, string message) => Assert.That(Installation.Messages(Read(items)), Has.Some.Contains(message));

    [Test]
    public void A_machine_may_name_a_declared_format_in_a_pair()
    {
        AccelSim.Input.InputFiles files = Installation.Files.WithShippedFormats().Value!;
        var set = Installation.Set("tensor_unit.macs_per_cycle.mxint4xmxint4=8192");
        Assert.That(AccelSim.Input.Machines.MachineFile.Kind.Load("mx-next", [set], files).Value!.TensorUnit.MacsPerCycle.Of("mxint4", "mxint4"), Is.EqualTo(8192));
    }
}
