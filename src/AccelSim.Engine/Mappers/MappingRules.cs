using AccelSim.Model.Formats;
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
                return $"tile_k {map.TileK} is not a multiple of {granule}, at which the formats along K have whole groups, blocks, banks and bytes";
        }
        if (operation is AttentionOperation)
        {
            int granule = KeyGranule(plans);
            if (map.TileN % granule != 0) return $"tile_n {map.TileN} is not a multiple of {granule}, at which values along tokens have whole groups, banks and bytes";
            if (map.CoresN != 1) return $"cores_n must be 1 in attention, not {map.CoresN}";
        }
        return null;
    }

    /// <summary>Multiple of K at which neither operand's groups, blocks, banks or bytes are cut.</summary>
    public static int KGranule(Plans plans) => LeastCommonMultiple(
        Granule(plans.First.Activations, OperandRole.Activations), Granule(plans.First.Weights, OperandRole.Weights));

    /// <summary>Multiple of the tokens of attention at which the cached values are cut neither.</summary>
    public static int KeyGranule(Plans plans) => Granule(plans.Second!.Weights, OperandRole.KvValues);

    /// <summary>The format's granule, or as many of them as fill whole bytes of one vector.</summary>
    private static int Granule(NumberFormat format, OperandRole role)
    {
        for (int times = 1; ; times *= 2)
        {
            int granule = times * format.Granule;
            if (times == 8 || (format.Store(role, 2 * granule, 1).Total - format.Store(role, granule, 1).Total) % 8 == 0) return granule;
        }
    }

    private static int LeastCommonMultiple(int a, int b)
    {
        int x = a, y = b;
        while (y != 0) (x, y) = (y, x % y);
        return a / x * b;
    }
}
