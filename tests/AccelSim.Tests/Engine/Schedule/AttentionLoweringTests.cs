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

/// <summary>Nothing is lost or done twice when attention is cut into steps, whatever the mapping, mask and sharing of heads.</summary>
public sealed class AttentionLoweringTests
{
    private const int Cases = 1000;

    private static void Check(Func<Machine, AttentionOperation, AttentionShape, Mapping, StreamTotals, string?> law) => Seeds.Check(Cases, designs =>
    {
        Machine machine = designs.Machine();
        Operation operation = designs.Operation();
        Mapping map = designs.Mapping(machine, operation);
        if (operation is not AttentionOperation many) return null;
        AttentionOperation attention = many with { Shapes = many.Shapes[..1] };
        new Mapper(machine).Check(attention, map);
        return law(machine, attention, attention.Shapes[0], map, new StreamTotals(Lowering.Lower(machine, attention, [map]).Stream));
    });

    private static string? Equal(string what, long value, long expected) => value == expected ? null : $"{what} is {value}, not {expected}";

    /// <summary>Keys that row r sees; row r is query r / group.</summary>
    private static long Visible(AttentionOperation attention, AttentionShape shape, long row) =>
        attention.Causal ? shape.KvLen - shape.QLen + row / attention.Group + 1 : shape.KvLen;

    /// <summary>Rows and keys of every wave: the keys of its last row.</summary>
    private static List<(long Rows, long Keys)> Waves(AttentionOperation attention, AttentionShape shape, Mapping map)
    {
        var waves = new List<(long, long)>();
        long all = shape.QLen * attention.Group, wave = (long)map.TileM * map.CoresM;
        for (long start = 0; start < all; start += wave)
        {
            long rows = Math.Min(wave, all - start);
            waves.Add((rows, Visible(attention, shape, start + rows - 1)));
        }
        return waves;
    }

    [Test]
    public void Scores_and_weighted_values_cover_every_visible_pair_and_no_key_beyond_the_last_row_of_a_wave() => Check((_, attention, shape, map, totals) =>
    {
        long instances = shape.Count * attention.KvHeads;
        long issued = Waves(attention, shape, map).Sum(w => w.Rows * w.Keys);
        long visible = Enumerable.Range(0, (int)(shape.QLen * attention.Group)).Sum(row => Visible(attention, shape, row));
        if (issued < visible) return "closed form loses pairs";
        return Equal("pairs of the operation", attention.Macs, instances * visible * (attention.QkDim + attention.VDim))
            ?? Equal("score MACs", totals.Macs(StepWork.QueryKey), instances * issued * attention.QkDim)
            ?? Equal("value MACs", totals.Macs(StepWork.ProbabilityValue), instances * issued * attention.VDim);
    });

    [Test]
    public void Without_a_mask_exactly_the_logical_MACs_are_issued() => Check((_, attention, _, _, totals) => attention.Causal
        ? null
        : Equal("MACs", totals.Macs(StepWork.QueryKey) + totals.Macs(StepWork.ProbabilityValue), attention.Macs));

    [Test]
    public void Every_wave_loads_the_bits_of_the_keys_and_values_it_sees() => Check((_, attention, shape, map, totals) =>
    {
        long instances = shape.Count * attention.KvHeads;
        long keys = instances * Waves(attention, shape, map).Sum(w => attention.KeyValue.Store(OperandRole.KvKeys, attention.QkDim, w.Keys).Bytes);
        long values = attention.ValuesInsideKeys
            ? 0
            : instances * Waves(attention, shape, map).Sum(w => attention.KeyValue.Store(OperandRole.KvValues, w.Keys, attention.VDim).Bytes);
        return Equal("key bytes", totals.DistinctBytes(Operand.Keys), keys) ?? Equal("value bytes", totals.DistinctBytes(Operand.Values), values);
    });

    [Test]
    public void Queries_are_loaded_and_outputs_stored_once() => Check((_, attention, shape, map, totals) =>
    {
        long instances = shape.Count * attention.KvHeads;
        long Bytes(NumberFormat format, OperandRole role, int width) => instances * Waves(attention, shape, map).Sum(w => format.Store(role, width, w.Rows).Bytes);
        if (totals.Stores.GroupBy(s => (s.Position.GroupWave, s.Position.MWave)).Any(g => g.Count() > 1)) return "an output is stored twice";
        return Equal("query bytes", totals.DistinctBytes(Operand.Query), Bytes(attention.Query, OperandRole.Activations, attention.QkDim))
            ?? Equal("output bytes", totals.Stores.Sum(s => s.Bytes), Bytes(attention.Output, OperandRole.Output, attention.VDim));
    });

    [Test]
    public void Softmax_runs_between_the_two_products_of_every_tile() => Check((_, _, _, _, totals) =>
    {
        TilePosition[] Positions(StepWork work) => [.. totals.Steps.Where(s => s.Work == work).Select(s => s.Position)];
        TilePosition[] scores = Positions(StepWork.QueryKey);
        return scores.SequenceEqual(Positions(StepWork.Softmax)) && scores.SequenceEqual(Positions(StepWork.ProbabilityValue)) && scores.Distinct().Count() == scores.Length
            ? null
            : "tiles differ";
    });

    [Test]
    public void A_held_cache_crosses_the_pins_once_but_for_the_diagonal_tiles() => Check((_, attention, shape, map, totals) =>
    {
        if (!map.HoldWeights || map.CoresK > 1) return null;
        long instances = shape.Count * attention.KvHeads, waves = Waves(attention, shape, map).Count;
        long whole = instances * attention.KeyValue.Store(OperandRole.KvKeys, attention.QkDim, shape.KvLen).Bytes;
        long tile = instances * attention.KeyValue.Store(OperandRole.KvKeys, attention.QkDim, map.TileN).Bytes;
        long read = totals.MemoryBytes(Operand.Keys);
        return read >= whole && read <= whole + (waves - 1) * tile ? null : $"{read} bytes of keys read; once is {whole}, a tile {tile}, waves {waves}";
    });

    [Test]
    public void D18_A_held_cache_whose_keys_are_split_over_cores_crosses_the_pins_more_than_once()
    {
        AttentionOperation attention = Attentions.Prefill(1024);
        Mapping map = new() { TileM = 64, TileN = 128, TileK = 128, HoldWeights = true };
        long Read(int parts) => new StreamTotals(Lowering.Lower(TestMachines.Small, attention, [map with { CoresK = parts }]).Stream).MemoryBytes(Operand.Keys);
        long whole = attention.KvHeads * attention.KeyValue.Store(OperandRole.KvKeys, attention.QkDim, 1024).Bytes, waves = 4 * 1024 / 64;
        // Without a split only the tile on the diagonal comes again; with one, all tiles of the step do.
        Assert.That(Read(1), Is.InRange(whole, whole + (waves - 1) * whole / 8));
        Assert.That(Read(4), Is.GreaterThan(Read(1) * 5 / 4));
    }

    [Test]
    public void The_mappers_summary_has_the_steps_and_bytes_of_the_stream() => Check((machine, attention, _, map, totals) =>
    {
        LoweredSummary summary = Lowering.Summarize(machine, attention, 0, map, Plans.For(machine, attention), default);
        long steps = totals.Steps.Count(s => s.Work == StepWork.QueryKey);
        long shared = totals.DistinctBytes(Operand.Query) + totals.DistinctBytes(Operand.Keys) + totals.DistinctBytes(Operand.Values);
        return Equal("steps", summary.Steps, steps) ?? Equal("bytes through the shared buffer", summary.SharedBytes, shared);
    });
}
