using AccelSim.Input.Formats;
using AccelSim.Input.Yaml;
using AccelSim.Model.Formats;
using AccelSim.Model.Operations;

namespace AccelSim.Input.Operations;

/// <summary>The block <c>gemm</c> of a sweep, and the options of <c>accelsim gemm</c> under the same names.</summary>
public static class GemmYaml
{
    public static YamlType<GemmOperation> Type { get; } = Declare();

    private static ObjectType<GemmOperation> Declare()
    {
        var block = new ObjectDeclaration<GemmOperation>("a GEMM");
        var length = new WholeType(1, 1L << 31);
        var m = block.Required("m", length, g => g.Shapes[0].M, "Rows of activations: tokens.", "4096");
        var n = block.Required("n", length, g => g.Shapes[0].N, "Columns of weights: output features.", "4096");
        var k = block.Required("k", length, g => g.Shapes[0].K, "Reduction length.", "4096");
        var count = block.Optional("count", new WholeType(1, 1_000_000), g => g.Shapes[0].Count, 1, "Independent instances with operands of their own.");
        var weights = block.Required("weights", new FormatType(OperandRole.Weights), g => g.Weights, "Format of the weights.", "int8");
        var activations = block.Required("activations", new FormatType(OperandRole.Activations), g => g.Activations, "Format of the activations.", "int8");
        var output = block.Optional("output", new FormatType(OperandRole.Output), g => g.Output, new PlainFormat(ScalarFormats.Bf16), "Format of the result in memory.");
        return block.Build(v => new GemmOperation
        {
            Name = "gemm",
            Shapes = [new GemmShape(v.Get(count), v.Get(m), v.Get(n), v.Get(k))],
            Weights = v.Get(weights),
            Activations = v.Get(activations),
            Output = v.Get(output),
        });
    }
}
