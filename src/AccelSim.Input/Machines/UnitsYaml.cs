using AccelSim.Input.Quantities;
using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>The blocks of the units around the tensor unit.</summary>
internal static class UnitsYaml
{
    private static readonly WholeType Rate = new(1);

    public static ObjectType<GatherUnit> Gather { get; } = DeclareGather();

    public static ObjectType<RescaleUnit> Rescale { get; } = DeclareRescale();

    public static ObjectType<VectorUnit> Vector { get; } = DeclareVector();

    private static ObjectType<GatherUnit> DeclareGather()
    {
        var block = new ObjectDeclaration<GatherUnit>("a gather unit");
        var elements = block.Required("elements_per_cycle", Rate, u => u.ElementsPerCycle, "Activation elements gathered per cycle and core under a static mask.", "256");
        var topK = block.Optional("top_k_elements_per_cycle", new WholeType(0), u => u.TopKElementsPerCycle, 0,
            "Activation elements per cycle and core that the pipelined top-k ranks for a dynamic mask; 0 for none.");
        var latency = block.Optional("latency", QuantityTypes.Cycles, u => u.Latency, 0, "From the first element to the first gathered operand.");
        return block.Build(v => new GatherUnit { ElementsPerCycle = v.Get(elements), TopKElementsPerCycle = v.Get(topK), Latency = v.Get(latency) });
    }

    private static ObjectType<RescaleUnit> DeclareRescale()
    {
        var block = new ObjectDeclaration<RescaleUnit>("a rescale unit");
        var outputs = block.Required("outputs_per_cycle", Rate, u => u.OutputsPerCycle, "Scaled accumulations (one fp32 fused multiply-add each) per cycle and core.", "256");
        var latency = block.Optional("latency", QuantityTypes.Cycles, u => u.Latency, 0, "From a partial sum to its scaled accumulation.");
        var queue = block.Optional("queue_depth", new IntType(1, 65_536), u => u.QueueDepth, 2, "Output blocks that may wait in front of the unit.");
        var shift = block.Optional("shift_add", BoolType.Instance, u => u.ShiftAdd, false,
            "With power-of-two scales high and low sums are shifted and added as integers, so a bank costs one accumulation instead of two.");
        return block.Build(v => new RescaleUnit { OutputsPerCycle = v.Get(outputs), Latency = v.Get(latency), QueueDepth = v.Get(queue), ShiftAdd = v.Get(shift) });
    }

    private static ObjectType<VectorUnit> DeclareVector()
    {
        var block = new ObjectDeclaration<VectorUnit>("a vector unit");
        var add = block.Required("add_per_cycle", Rate, u => u.AddPerCycle, "Additions and comparisons per cycle and core.", "128");
        var multiply = block.Required("multiply_per_cycle", Rate, u => u.MultiplyPerCycle, "Multiplications, fused with an addition or not, per cycle and core.", "128");
        var exp = block.Required("exp_per_cycle", Rate, u => u.ExpPerCycle, "Exponentials, reciprocals, square roots and sigmoids per cycle and core.", "16");
        var convert = block.Required("convert_per_cycle", Rate, u => u.ConvertPerCycle, "Conversions between number formats, quantisation included, per cycle and core.", "64");
        var latency = block.Optional("latency", QuantityTypes.Cycles, u => u.Latency, 0, "From operand to result.");
        return block.Build(v => new VectorUnit
        {
            AddPerCycle = v.Get(add),
            MultiplyPerCycle = v.Get(multiply),
            ExpPerCycle = v.Get(exp),
            ConvertPerCycle = v.Get(convert),
            Latency = v.Get(latency),
        });
    }
}
