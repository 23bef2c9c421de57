using System.Collections.Immutable;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Schedule;

/// <summary>The one place where operations become steps; loop bounds, edge tiles and order exist nowhere else.</summary>
public static class Lowering
{
    /// <summary>Lowers an operation under one mapping per shape (one in all for an element-wise operation).</summary>
    public static Lowered Lower(Machine machine, Operation operation, ImmutableArray<Mapping> mappings)
    {
        var table = new TokenTable(machine);
        return new Lowered(table.Timings, Shapes(operation) > 1 || operation.PrefetchBytes > 0
            ? AllSteps(machine, operation, mappings, table)
            : new StepStream(() => Steps(machine, operation, 0, mappings[0], Plans.For(machine, operation), table, new Registers(), Addresses(machine), Warm(operation))));
    }

    /// <summary>Bytes of a product's weights up to the end of each load that brings some for the first time, in the order of the stream and up to <paramref name="most"/>.</summary>
    internal static IReadOnlyList<long> FirstWeightLoads(Machine machine, GemmOperation operation, ImmutableArray<Mapping> mappings, long most)
    {
        var sums = new List<long>();
        long sum = 0, whole = Enumerable.Range(0, operation.Shapes.Length).Sum(s => ShapeBytes.Of(operation, s).B);
        foreach (Step step in Lower(machine, operation, mappings).Stream)
        {
            if (step is not { Kind: StepKind.Load, Operand: Operand.Weights, FromSharedBuffer: false, Position.MWave: 0 }) continue;
            sum += step.Bytes;
            if (sum > most) break;
            sums.Add(sum);
            if (sum >= whole) break;
        }
        return sums;
    }

    internal static LoweredSummary Summarize(Machine machine, Operation operation, int shape, Mapping mapping, Plans plans, in ShapeBytes whole) => operation switch
    {
        GemmOperation gemm => new GemmLowering(machine, gemm, shape, mapping, plans.First).Summarize(whole),
        AttentionOperation attention => new AttentionLowering(machine, attention, shape, mapping, plans.First, plans.Second!).Summarize(),
        VectorOperation vector => new VectorLowering(machine, vector, mapping).Summarize(),
        _ => throw new ArgumentException($"{operation.GetType().Name} is not lowered to tiles."),
    };

    /// <summary>How the buffers of a shape divide the scratchpad of a core.</summary>
    internal static CoreBuffers Buffers(Machine machine, Operation operation, int shape, Mapping mapping, Plans plans) => operation switch
    {
        GemmOperation gemm => new GemmLowering(machine, gemm, shape, mapping, plans.First).Buffers(),
        AttentionOperation attention => new AttentionLowering(machine, attention, shape, mapping, plans.First, plans.Second!).Buffers(),
        VectorOperation vector => new VectorLowering(machine, vector, mapping).Buffers(),
        _ => throw new ArgumentException($"{operation.GetType().Name} is not lowered to tiles."),
    };

    /// <summary>Shapes of an operation that are mapped one by one.</summary>
    public static int Shapes(Operation operation) => operation switch
    {
        GemmOperation gemm => gemm.Shapes.Length,
        AttentionOperation attention => attention.Shapes.Length,
        _ => 1,
    };

    private static IEnumerable<Step> AllSteps(Machine machine, Operation operation, ImmutableArray<Mapping> mappings, TokenTable table)
    {
        var registers = new Registers();
        AddressSpace space = Addresses(machine);
        Plans plans = Plans.For(machine, operation);
        WarmWeights warm = Warm(operation);
        var rooms = new ScratchpadRooms(machine, registers);
        for (int shape = 0; shape < Shapes(operation); shape++)
        {
            Mapping mapping = mappings[Math.Min(shape, mappings.Length - 1)];
            if (Shapes(operation) > 1) rooms.Enter(Buffers(machine, operation, shape, mapping, plans));
            foreach (Step step in Steps(machine, operation, shape, mapping, plans, table, registers, space, warm)) yield return rooms.Admit(step);
        }
        if (operation.PrefetchBytes > 0) yield return TileSteps.Prefetch(Shapes(operation) - 1, space.Take(operation.PrefetchBytes), operation.PrefetchBytes);
    }

    private static WarmWeights Warm(Operation operation) => new((operation as GemmOperation)?.WarmWeightBytes ?? 0);

    private static IEnumerable<Step> Steps(
        Machine machine, Operation operation, int shape, Mapping mapping, Plans plans, TokenTable table, Registers registers, AddressSpace space, WarmWeights warm) => operation switch
        {
            GemmOperation gemm => new GemmLowering(machine, gemm, shape, mapping, plans.First).Steps(table, registers, space, warm),
            AttentionOperation attention => new AttentionLowering(machine, attention, shape, mapping, plans.First, plans.Second!).Steps(table, registers, space),
            VectorOperation vector => new VectorLowering(machine, vector, mapping).Steps(registers, space),
            _ => throw new ArgumentException($"{operation.GetType().Name} is not lowered to tiles."),
        };

    private static AddressSpace Addresses(Machine machine) =>
        new((long)machine.Memory.Timing.GangedRowBytes * machine.Memory.Timing.BanksPerGroup * machine.Memory.Buses);
}
