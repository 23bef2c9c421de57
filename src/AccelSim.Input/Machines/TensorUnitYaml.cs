using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>The block <c>tensor_unit</c>.</summary>
internal static class TensorUnitYaml
{
    public static ObjectType<TensorUnit> Type { get; } = Declare();

    private static ObjectType<TensorUnit> Declare()
    {
        var block = new ObjectDeclaration<TensorUnit>("a tensor unit");
        var side = new IntType(1, 65_536);
        var kind = block.Required("kind", new EnumType<TensorUnitKind>(("systolic", TensorUnitKind.Systolic), ("dot_product", TensorUnitKind.DotProduct)),
            u => u.Kind, "How the dense tensor unit is built.", "dot_product");
        var rows = block.Required("rows", side, u => u.Rows, "Rows of processing elements (systolic), or of the output block per cycle (dot product).", "16");
        var cols = block.Required("cols", side, u => u.Cols, "Columns of processing elements (systolic), or of the output block per cycle (dot product).", "16");
        var dataflow = block.Optional("dataflow",
            new EnumType<Dataflow>(("output-stationary", Dataflow.OutputStationary), ("weight-stationary", Dataflow.WeightStationary), ("input-stationary", Dataflow.InputStationary)),
            u => u.Dataflow, Dataflow.OutputStationary, "Operand that stays in a systolic array; a dot-product unit does not look at it.");
        var macs = block.Required("macs_per_cycle", MacRatesType.Block, u => OperandPair.Written(u.MacsPerCycle),
            "Dense MACs per cycle and core for each operand pair the unit multiplies natively; 'N per element' follows rows and cols.", "{int8xint8: 4096, bf16xbf16: 2048}");
        var own = block.Optional("separate_arrays", new ListType<string>(new TextType("an operand pair of macs_per_cycle", 100), 0, 64), u => [.. u.MacsPerCycle.Entries.Where(r => r.OwnArray).Select(r => r.Key)], [],
            "How the unit gets its low-precision rates: pairs of macs_per_cycle that have an array of multipliers of their own; all others share one array, whose multipliers are fused from narrow ones.");
        var depth = block.Optional("pipeline_depth", new IntType(0), u => u.PipelineDepth, 0, "Cycles from the last operand to the result, beyond fill and drain of a systolic array.");
        var overlap = block.Optional("overlap_folds", BoolType.Instance, u => u.OverlapFolds, true, "Systolic: whether the next fold fills while the previous drains.");
        var sparsity = block.Optional("two_four_sparsity", BoolType.Instance, u => u.TwoFourSparsity, false,
            "Whether 2:4 weights run at twice the dense rate of their pair; otherwise they are expanded and run dense.");
        block.Check([rows, cols, macs], v =>
        {
            long elements = (long)v.Get(rows) * v.Get(cols);
            if (v.Get(macs).IsEmpty) v.Report(macs, "names no operand pair; a tensor unit multiplies at least one");
            foreach ((string pair, WrittenRate rate) in v.Get(macs))
            {
                if (!rate.PerElement && rate.Count % elements != 0)
                    v.Report(macs, $"{pair}: {rate.Count} MACs per cycle are not a multiple of rows x cols = {v.Get(rows)} x {v.Get(cols)} = {elements}; every element does a whole number");
            }
        });
        block.Check([macs, own], v =>
        {
            foreach (string pair in v.Get(own))
            {
                if (!v.Get(macs).Any(m => IsPair(v, pair, m.Key)))
                    v.Report(own, $"'{pair}' is not among the pairs of macs_per_cycle, {string.Join(", ", v.Get(macs).Select(m => m.Key))}");
            }
        });
        return block.Build(v => new TensorUnit
        {
            Kind = v.Get(kind),
            Rows = v.Get(rows),
            Cols = v.Get(cols),
            Dataflow = v.Get(dataflow),
            MacsPerCycle = new MacRates([.. OperandPair.Resolve(v, macs, v.Get(macs), (long)v.Get(rows) * v.Get(cols)).Entries
                .Select(rate => rate with { OwnArray = v.Get(own).Any(pair => IsPair(v, pair, rate.Key)) })]),
            PipelineDepth = v.Get(depth),
            OverlapFolds = v.Get(overlap),
            TwoFourSparsity = v.Get(sparsity),
        });
    }

    /// <summary>Whether two keys name one pair, in either order.</summary>
    private static bool IsPair(FieldValues values, string one, string other) =>
        OperandPair.TryParse(one, values.Context.Files, out string left, out string right)
        && OperandPair.TryParse(other, values.Context.Files, out string a, out string b) && new MacRate(left, right, 1).Matches(a, b);
}
