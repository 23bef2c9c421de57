using AccelSim.Input.Yaml;
using AccelSim.Model.Machines;

namespace AccelSim.Input.Machines;

/// <summary>The block <c>sparse_unit</c>.</summary>
internal static class SparseUnitYaml
{
    /// <summary>Most banks and picks for which conflicts are computed: more would leave the range of double precision.</summary>
    private const int SelectorBanks = 512;

    public static ObjectType<SparseUnit> Type { get; } = Declare();

    private static ObjectType<SparseUnit> Declare()
    {
        var block = new ObjectDeclaration<SparseUnit>("a sparse unit");
        var placement = block.Required("placement", new EnumType<SparsePlacement>(("beside", SparsePlacement.Beside), ("shared", SparsePlacement.Shared)),
            u => u.Placement, "Own multipliers beside the dense unit, or shared: the dense unit runs the high pass after the low pass.", "beside");
        var banks = block.Required("banks", new ListType<int>(new IntType(2, 65_536), max: 64), u => u.Banks, "Bank sizes along K that the selector can pick from.", "[16, 32, 64, 128]");
        var select = block.Required("select_per_cycle", new WholeType(1), u => u.SelectPerCycle, "Operand vectors (one k for all rows) that the multiplexers select per cycle and core.", "128");
        var selectBanks = block.Optional("select_banks", new IntType(0, SelectorBanks), u => u.SelectBanks, 0,
            "Single-ported banks that hold the vectors to select from, in which picks of one cycle collide; 0: no conflicts.");
        var macs = block.Optional("macs_per_cycle", MacRatesType.Block, u => OperandPair.Written(u.MacsPerCycle), [],
            "MACs per cycle and core for each operand pair; needed when beside, not looked at when shared.", "{int8xint4: 2048, int8xint8: 1024}");
        var queue = block.Optional("queue_depth", new IntType(1, 65_536), u => u.QueueDepth, 2, "Output blocks whose selected operands may wait in front of the unit.");
        var depth = block.Optional("pipeline_depth", new IntType(0), u => u.PipelineDepth, 0, "Cycles from the last operand to the result.");
        block.Check([placement, macs], v =>
        {
            if (v.Get(placement) == SparsePlacement.Beside && v.Get(macs).IsEmpty) v.Report(macs, "is missing; a unit beside the dense one needs a rate for at least one operand pair");
            if (v.Get(macs).Any(pair => pair.Value.PerElement)) v.Report(macs, "'per element' is for a tensor unit with rows and cols; write MACs per cycle and core");
        });
        block.Check([select, selectBanks], v =>
        {
            if (v.Get(selectBanks) > 0 && v.Get(select) > SelectorBanks)
                v.Report(select, FormattableString.Invariant($"{v.Get(select)} picks a cycle are more than conflicts are computed for; with select_banks at most {SelectorBanks}"));
        });
        block.Check([banks], v =>
        {
            if (v.Get(banks).Distinct().Count() != v.Get(banks).Length) v.Report(banks, "names a bank size twice");
        });
        return block.Build(v => new SparseUnit
        {
            Placement = v.Get(placement),
            Banks = v.Get(banks),
            SelectPerCycle = v.Get(select),
            SelectBanks = v.Get(selectBanks),
            MacsPerCycle = OperandPair.Resolve(v, macs, v.Get(macs), 1),
            QueueDepth = v.Get(queue),
            PipelineDepth = v.Get(depth),
        });
    }
}
