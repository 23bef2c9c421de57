using AccelSim.Input.Yaml;
using AccelSim.Model.Mappings;

namespace AccelSim.Input.Mappings;

/// <summary>A pinned mapping (<c>kind: mapping</c>), for <c>--mapping FILE</c>.</summary>
public static class MappingFile
{
    public static FileKind<Mapping> Kind { get; } =
        new("mapping", "configs/mappings", "How an operation is laid over the cores of a chip and cut into tiles.", Declare);

    private static ObjectType<Mapping> Declare(ObjectDeclaration<Mapping> file)
    {
        var cores = new IntType(1);
        var tile = new IntType(1, 1 << 24);
        var buffers = new IntType(1, 8);
        var coresG = file.Optional("cores_g", cores, m => m.CoresG, 1, "Cores along independent instances; cores beyond the product of all cores_ keys stay idle.");
        var coresM = file.Optional("cores_m", cores, m => m.CoresM, 1, "Cores along M (query rows in attention); weights are multicast to them.");
        var coresN = file.Optional("cores_n", cores, m => m.CoresN, 1, "Cores along N (unused in attention); activations are multicast to them.");
        var coresK = file.Optional("cores_k", cores, m => m.CoresK, 1, "Cores along K (keys in attention); their partial results are joined.");
        var tileM = file.Required("tile_m", tile, m => m.TileM, "Rows of a core's output tile.", "128");
        var tileN = file.Required("tile_n", tile, m => m.TileN, "Columns of a core's output tile; keys per step in attention.", "128");
        var tileK = file.Required("tile_k", tile, m => m.TileK, "Reduction elements per step; a multiple of both operands' granules. Unused in attention.", "128");
        var order = file.Optional("order", new EnumType<LoopOrder>(("m-outer", LoopOrder.MOuter), ("n-outer", LoopOrder.NOuter)), m => m.Order, LoopOrder.MOuter,
            "Outer loop over output tiles: m-outer keeps activations while weights pass, n-outer the other way round.");
        var holdA = file.Optional("hold_activations", BoolType.Instance, m => m.HoldActivations, false, "Keep all activations in the shared buffer after their first read.");
        var holdB = file.Optional("hold_weights", BoolType.Instance, m => m.HoldWeights, false, "Keep all weights in the shared buffer after their first read.");
        var operands = file.Optional("operand_buffers", buffers, m => m.OperandBuffers, 2, "Buffers per operand; 2 overlaps loads with compute.");
        var accumulators = file.Optional("accumulator_buffers", buffers, m => m.AccumulatorBuffers, 2, "Accumulator tiles; 2 overlaps the epilogue with the next tile.");
        return file.Build(v => new Mapping
        {
            CoresG = v.Get(coresG),
            CoresM = v.Get(coresM),
            CoresN = v.Get(coresN),
            CoresK = v.Get(coresK),
            TileM = v.Get(tileM),
            TileN = v.Get(tileN),
            TileK = v.Get(tileK),
            Order = v.Get(order),
            HoldActivations = v.Get(holdA),
            HoldWeights = v.Get(holdB),
            OperandBuffers = v.Get(operands),
            AccumulatorBuffers = v.Get(accumulators),
        });
    }
}
