using AccelSim.Engine.Mappers;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;
using NUnit.Framework;

namespace AccelSim.Tests.Engine.Schedule;

/// <summary>Nothing is lost or done twice when a GEMM is cut into steps, whatever the mapping.</summary>
public sealed class GemmLoweringTests
{
    private const int Cases = 600;

    /// <summary>A law over one shape of a random GEMM under a random mapping.</summary>
    private static void Check(Func<Machine, GemmOperation, GemmShape, Mapping, StreamTotals, string?> law) => Seeds.Check(Cases, designs =>
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        if (operation is not GemmOperation many) return null;
        GemmOperation gemm = many with { Shapes = many.Shapes[..1] };
        new Mapper(machine).Check(gemm, map);
        return law(machine, gemm, gemm.Shapes[0], map, new StreamTotals(Lowering.Lower(machine, gemm, [map]).Stream));
    });

    private static string? Equal(string what, long value, long expected) => value == expected ? null : $"{what} is {value}, not {expected}";

    /// <summary>Extents of the waves along one axis: full ones and a ragged last one.</summary>
    private static IEnumerable<long> Waves(long extent, long tile, int cores)
    {
        for (long start = 0; start < extent; start += tile * cores) yield return Math.Min(tile * cores, extent - start);
    }

    [Test]
    public void Every_product_of_every_output_is_issued_once() => Check((_, gemm, shape, map, totals) =>
    {
        var wrong = totals.Steps.Where(s => s.Kind == StepKind.Tensor)
            .GroupBy(s => (s.Position.GroupWave, s.Position.MWave, s.Position.NWave))
            .FirstOrDefault(g => g.Sum(s => s.Macs) != Outputs(g.First(), shape, map) * shape.K
                || !g.Select(s => s.Position.KStep).SequenceEqual(Enumerable.Range(0, g.Count())));
        return wrong is not null ? $"tile {wrong.Key} does not cover K once" : Equal("MACs", totals.Macs(StepWork.Multiply), gemm.Macs);
    });

    /// <summary>Outputs of the wave that a step belongs to.</summary>
    private static long Outputs(in Step step, GemmShape shape, Mapping map)
    {
        TilePosition at = step.Position;
        long rows = Math.Min((long)map.TileM * map.CoresM, shape.M - at.MWave * (long)map.TileM * map.CoresM);
        long cols = Math.Min((long)map.TileN * map.CoresN, shape.N - at.NWave * (long)map.TileN * map.CoresN);
        return Math.Min(map.CoresG, shape.Count - at.GroupWave * map.CoresG) * rows * cols;
    }

    [Test]
    public void The_tiles_of_both_operands_add_up_to_the_tensors() => Check((_, gemm, shape, map, totals) =>
    {
        long a = shape.Count * Waves(shape.M, map.TileM, map.CoresM).Sum(rows => gemm.Activations.Store(OperandRole.Activations, shape.K, rows).Bytes);
        long b = shape.Count * Waves(shape.N, map.TileN, map.CoresN).Sum(cols => gemm.Weights.Store(OperandRole.Weights, shape.K, cols).Bytes);
        return Equal("bytes of A", totals.DistinctBytes(Operand.Activations), a) ?? Equal("bytes of B", totals.DistinctBytes(Operand.Weights), b);
    });

    [Test]
    public void Tiles_of_whole_bytes_add_up_to_the_stored_bits_exactly() => Check((_, gemm, shape, map, totals) =>
    {
        // What is stored per tensor and not per vector (a static mask) comes again with every wave of vectors.
        StoredBits a = gemm.Activations.Store(OperandRole.Activations, shape.K, shape.M);
        bool aligned = Waves(shape.M, map.TileM, map.CoresM).All(rows => gemm.Activations.Store(OperandRole.Activations, shape.K, rows).Total % 8 == 0);
        return !aligned || gemm.Activations is SqFormat ? null : Equal("bits of A", 8 * totals.DistinctBytes(Operand.Activations), shape.Count * a.Total);
    });

    [Test]
    public void Every_output_is_stored_once() => Check((_, gemm, shape, map, totals) =>
    {
        long bytes = shape.Count * Waves(shape.M, map.TileM, map.CoresM).Sum(rows =>
            Waves(shape.N, map.TileN, map.CoresN).Sum(cols => gemm.Output.Store(OperandRole.Output, cols, rows).Bytes));
        if (totals.Stores.Select(s => (s.Position.GroupWave, s.Position.MWave, s.Position.NWave)).GroupBy(p => p).Any(g => g.Count() > 1)) return "a tile is stored twice";
        if (totals.Stores.GroupBy(s => s.Address).Any(g => g.Count() > 1)) return "two tiles are stored in one place";
        return Equal("stored bytes", totals.Stores.Sum(s => s.Bytes), bytes);
    });

    [Test]
    public void Equal_tiles_are_loaded_from_equal_places_and_different_tiles_never_overlap() => Check((_, _, _, _, totals) =>
    {
        Step[][] tiles = [.. new[] { Operand.Activations, Operand.Weights }.SelectMany(totals.Tiles).Select(l => l.ToArray())];
        if (tiles.Any(l => l.Any(s => s.Address != l[0].Address || s.Bytes != l[0].Bytes))) return "a tile moved";
        (long Start, long End)[] ranges = [.. tiles.Select(l => (l[0].Address, l[0].Address + l[0].Bytes)).Order()];
        return ranges.Zip(ranges.Skip(1)).Any(p => p.First.End > p.Second.Start) ? "two tiles overlap" : null;
    });

    [Test]
    public void Held_operands_cross_the_pins_once_as_panels_and_others_with_every_tile() => Check((_, gemm, shape, map, totals) =>
    {
        // Weights that lie there already: PrefetchTests.
        if (gemm.WarmWeightBytes > 0) return null;
        long a = shape.Count * Waves(shape.M, map.TileM, map.CoresM).Sum(rows => gemm.Activations.Store(OperandRole.Activations, shape.K, rows).Bytes);
        long b = shape.Count * Waves(shape.N, map.TileN, map.CoresN).Sum(cols => gemm.Weights.Store(OperandRole.Weights, shape.K, cols).Bytes);
        foreach ((Operand operand, bool held, bool onChip, long bytes) in
            new[] { (Operand.Activations, map.HoldActivations, gemm.ActivationsOnChip, a), (Operand.Weights, map.HoldWeights, false, b) })
        {
            if (totals.Tiles(operand).SelectMany(l => l).Any(l => l.FromSharedBuffer != (onChip || held))) return $"a tile of {operand} comes from the wrong place";
            long panels = totals.Panels.Where(p => p.Operand == operand).Sum(p => p.Bytes);
            if (held && !onChip && panels != bytes) return $"panels of {operand} hold {panels} bytes of {bytes}";
            if ((!held || onChip) && panels > 0) return $"{operand} is held against the mapping";
            if (onChip && totals.MemoryBytes(operand) > 0) return $"{operand} is on chip and read from memory";
        }
        return null;
    });

    [Test]
    public void Parts_of_K_are_joined_once_per_output_tile() => Check((machine, _, shape, map, totals) =>
    {
        Step[] exchanges = [.. totals.Steps.Where(s => s.Kind == StepKind.Exchange)];
        long outputs = shape.Count * shape.M * shape.N;
        return Equal("exchanges", exchanges.Length, map.CoresK > 1 ? totals.Stores.Count() : 0)
            ?? Equal("joins", totals.Steps.Count(s => s.Kind == StepKind.Vector && s.Work == StepWork.Join), exchanges.Length)
            ?? Equal("exchanged bytes", exchanges.Sum(s => s.BytesAllCores), outputs * machine.Accumulator.Bytes * (map.CoresK - 1));
    });

    [Test]
    public void Multicast_counts_every_receiver() => Check((_, _, shape, map, totals) =>
    {
        foreach (Step load in new[] { Operand.Activations, Operand.Weights }.SelectMany(totals.Tiles).SelectMany(l => l))
        {
            bool a = load.Operand == Operand.Activations;
            long extent = a ? shape.N : shape.M, tile = a ? map.TileN : map.TileM, cores = a ? map.CoresN : map.CoresM, wave = a ? load.Position.NWave : load.Position.MWave;
            long receivers = (Math.Min(tile * cores, extent - wave * tile * cores) + tile - 1) / tile;
            if (load.BytesAllCores != load.Bytes * receivers || load.BytesPerCore > load.Bytes || load.BytesPerCore < 1) return $"{load.Operand} {load.Position}: wrong receivers";
        }
        return null;
    });

    [Test]
    public void The_mappers_summary_moves_the_bytes_of_the_stream_where_tiles_divide_the_shape() => Check((machine, gemm, shape, map, totals) =>
    {
        bool divides = shape.M % ((long)map.TileM * map.CoresM) == 0 && shape.N % ((long)map.TileN * map.CoresN) == 0;
        if (!divides) return null;
        LoweredSummary summary = Lowering.Summarize(machine, gemm, 0, map, Plans.For(machine, gemm), ShapeBytes.Of(gemm, 0));
        long stream = totals.MemoryBytes(Operand.Activations) + totals.MemoryBytes(Operand.Weights) + totals.Stores.Sum(s => s.Bytes);
        // Tiles of a fraction of a byte round up one by one.
        return Math.Abs(summary.DramBytes - stream) <= totals.Steps.Count ? null : $"the summary moves {summary.DramBytes} bytes, the stream {stream}";
    });
}
