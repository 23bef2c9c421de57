using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Mappers;

/// <summary>What a mapping must satisfy besides capacities.</summary>
public static class MappingRules
{
    /// <summary>The first violated rule with its numbers, or null.</summary>
    public static string? Violation(Machine machine, Operation operation, Mapping map, Plans plans)
    {
        if (map.CoresG < 1 || map.CoresM < 1 || map.CoresN < 1 || map.CoresK < 1 || map.TileM < 1 || map.TileN < 1 || map.TileK < 1)
            return "every core count and tile size must be at least 1";
        if (map.Cores > machine.Cores)
            return $"cores {map.CoresG} x {map.CoresM} x {map.CoresN} x {map.CoresK} = {map.Cores} exceed the machine's {machine.Cores}";
        if (map.OperandBuffers is < 1 or > 4 || map.AccumulatorBuffers is < 1 or > 4)
            return "operand_buffers and accumulator_buffers must be 1 to 4";
        if (operation is GemmOperation gemm)
        {
            int granule = KGranule(plans);
            if (map.TileK % granule != 0 && gemm.Shapes.Any(s => s.K > map.TileK))
                return $"tile_k {map.TileK} is not a multiple of {granule}, the group, block or bank of the formats along K";
        }
        if (operation is AttentionOperation)
        {
            int granule = plans.Second!.Weights.Granule;
            if (map.TileN % granule != 0) return $"tile_n {map.TileN} is not a multiple of {granule}, the granule of values along tokens";
            if (map.CoresN != 1) return $"cores_n must be 1 in attention, not {map.CoresN}";
        }
        return null;
    }

    /// <summary>Multiple of K at which neither operand's groups, blocks or banks are cut.</summary>
    public static int KGranule(Plans plans) => LeastCommonMultiple(plans.First.Activations.Granule, plans.First.Weights.Granule);

    private static int LeastCommonMultiple(int a, int b)
    {
        int x = a, y = b;
        while (y != 0) (x, y) = (y, x % y);
        return a / x * b;
    }
}
