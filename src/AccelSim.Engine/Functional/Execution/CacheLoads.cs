using AccelSim.Engine.Functional.Quantisation.Gemm;
using AccelSim.Engine.Schedule;
using AccelSim.Model.Formats;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Steps;

namespace AccelSim.Engine.Functional.Execution;

/// <summary>Loads of attention: queries, keys, and values with the tail that is not compressed yet.</summary>
internal sealed class CacheLoads(AttentionOperation operation, IReadOnlyList<AttentionInstance> instances)
{
    private readonly HashSet<(Operand Operand, long Instance, long Token)> held = [];

    /// <summary>Bytes of loads from memory.</summary>
    public long DramBytes { get; private set; }

    /// <summary>Copies tiles into the buffers of the cores and holds the step's bytes against them.</summary>
    public void Load(in Step step, CoreGrid<LoadedTile, AttentionAccumulator> cores, AttentionTiles tiles, Mapping map, int firstInstance)
    {
        TilePosition at = step.Position;
        Operand operand = step.Operand;
        StepBill.Slot(step, step.Done0, operand == Operand.Query ? Registers.FullA(0) : Registers.FullB(0));
        var distinct = new Dictionary<(long Instance, Extent Vectors), LoadedTile>();
        foreach (CoreIndex core in cores.Order)
        {
            Extent rows = tiles.RowsOf(at.MWave, core.M);
            Extent vectors = operand switch
            {
                Operand.Query => rows,
                Operand.Keys => tiles.KeysOf(at.MWave, at.KStep, core.Part),
                _ => tiles.ValuesOf(at.MWave, at.KStep, core.Part),
            };
            LoadedTile? tile = null;
            if (tiles.Instance(at.GroupWave, core.G) < tiles.Instances && !rows.IsEmpty && !vectors.IsEmpty)
            {
                long instance = firstInstance + tiles.Instance(at.GroupWave, core.G);
                if (!distinct.TryGetValue((instance, vectors), out tile)) distinct.Add((instance, vectors), tile = Copy(operand, instance, vectors));
            }
            cores[core].Load(step.Done0, tile);
        }
        long bytes = distinct.Keys.GroupBy(t => t.Instance).Sum(g => Stored(operand, g.Sum(t => t.Vectors.Length), at.KStep == 0, map.TileN));
        StepBill.Check(step, "bytes", step.Bytes, bytes);
        Hold(step, distinct.Keys);
        if (!step.FromSharedBuffer) DramBytes += bytes;
    }

    /// <summary>Probabilities and values of a tile in pieces that one operand holds: compressed tokens, then the tail.</summary>
    /// <exception cref="ScheduleException">The buffer holds other tokens.</exception>
    public IEnumerable<(GemmOperand Probabilities, GemmOperand Values)> Pieces(LoadedTile? tile, GemmOperand probabilities, long instance, Extent keys, Extent tokens)
    {
        int rows = probabilities.Vectors;
        if (operation.ValuesInsideKeys)
        {
            GemmOperand inside = LoadedTile.Require(tile, Operand.Keys, instance, keys, new Extent(0, operation.QkDim));
            yield return (probabilities, inside.Turned(operation.VDim));
            yield break;
        }
        GemmOperand values = LoadedTile.Require(tile, Operand.Values, instance, tokens, new Extent(0, operation.VDim));
        int compressed = (int)Math.Min(values.K, keys.Length), rest = (int)keys.Length - compressed;
        if (compressed > 0) yield return (probabilities.Tile(0, rows, 0, compressed), values.Seen(compressed));
        if (rest > 0) yield return (probabilities.Tile(0, rows, compressed, rest), Tail(instance, keys.First + compressed, rest));
    }

    private LoadedTile Copy(Operand operand, long instance, Extent vectors)
    {
        AttentionInstance one = instances[(int)instance];
        int first = (int)vectors.First, length = (int)vectors.Length;
        return operand switch
        {
            Operand.Query => new LoadedTile(operand, instance, vectors, new Extent(0, operation.QkDim), one.Query.Tile(0 + first, length, 0, operation.QkDim)),
            Operand.Keys => new LoadedTile(operand, instance, vectors, new Extent(0, operation.QkDim), one.Keys.Tile(first, length, 0, operation.QkDim)),
            _ => new LoadedTile(operand, instance, vectors, new Extent(0, operation.VDim),
                one.Values.Tile(0, operation.VDim, Math.Min(first, one.Values.K), Math.Clamp(one.Values.K - first, 0, length))),
        };
    }

    /// <summary>Tail tokens travel with the tile of values; they are kept apart because their type is another.</summary>
    private GemmOperand Tail(long instance, long first, int count)
    {
        AttentionInstance one = instances[(int)instance];
        return one.Tail!.Tile(0, operation.VDim, (int)first - one.Values.K, count);
    }

    private long Stored(Operand operand, long vectors, bool isFirst, long tile) => operand switch
    {
        Operand.Query => operation.Query.Store(OperandRole.Activations, operation.QkDim, vectors).Bytes,
        Operand.Keys => operation.KeyValue.Store(OperandRole.KvKeys, operation.QkDim, vectors).Bytes,
        // What a channel stores once comes with the first step of a wave.
        _ => Values(isFirst ? vectors : tile + vectors) - (isFirst ? 0 : Values(tile)),
    };

    private long Values(long tokens) => operation.KeyValue.Store(OperandRole.KvValues, tokens, operation.VDim).Bytes;

    /// <summary>A load from the shared buffer finds tokens that were read from memory before.</summary>
    private void Hold(in Step step, IEnumerable<(long Instance, Extent Vectors)> loaded)
    {
        foreach ((long instance, Extent vectors) in loaded)
        {
            for (long token = vectors.First; token < vectors.End; token++)
            {
                if (held.Add((step.Operand, instance, token)) && step.FromSharedBuffer)
                    throw new ScheduleException($"{step.Operand} {token} of instance {instance} come from the shared buffer at {step.Position}, which does not hold them");
            }
        }
    }
}
