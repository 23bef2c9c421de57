using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Schedule;

/// <summary>
/// Cuts one shape of an attention operation into steps, with the extents of <see cref="AttentionTiles"/>. Loops: groups of instances, waves of row tiles, key tiles.
/// Scores stay on chip; a running softmax (FlashAttention-2, arXiv 2307.08691) rescales the accumulators per key tile.
/// Software pipeline: Q K^T of the next key tile is issued before P V of the present one, so that softmax overlaps both.
/// Partial results of the key partition are joined.
/// </summary>
internal sealed partial class AttentionLowering
{
    /// <summary>Score tiles in flight: one under softmax while the next is computed.</summary>
    private const int ScoreBuffers = 2;

    private readonly Machine machine;
    private readonly AttentionOperation operation;
    private readonly int shapeIndex;
    private readonly AttentionShape shape;
    private readonly Mapping map;
    private readonly MultiplyPlan scorePlan, valuePlan;
    private readonly AttentionTiles tiles;
    private readonly ByteTable queryTable, keyTable, valueTable, outputTable;
    private readonly long instances, rows, mWaves, groupWaves;

    public AttentionLowering(
        Machine machine, AttentionOperation operation, int shapeIndex, Mapping map, MultiplyPlan scorePlan, MultiplyPlan valuePlan)
    {
        (this.machine, this.operation, this.shapeIndex, this.map) = (machine, operation, shapeIndex, map);
        (this.scorePlan, this.valuePlan) = (scorePlan, valuePlan);
        shape = operation.Shapes[shapeIndex];
        tiles = new AttentionTiles(operation, shape, map);
        (instances, rows) = (tiles.Instances, tiles.Rows);
        queryTable = new ByteTable(n => operation.Query.Store(OperandRole.Activations, operation.QkDim, n).Bytes);
        keyTable = new ByteTable(n => operation.KeyValue.Store(OperandRole.KvKeys, operation.QkDim, n).Bytes);
        valueTable = new ByteTable(n => operation.KeyValue.Store(OperandRole.KvValues, n, operation.VDim).Bytes);
        outputTable = new ByteTable(n => operation.Output.Store(OperandRole.Output, operation.VDim, n).Bytes);
        (groupWaves, mWaves) = (tiles.GroupWaves, tiles.MWaves);
    }

    private long WaveRows(long mWave) => tiles.WaveRows(mWave);

    private long CoreRows(long mWave) => tiles.RowsOf(mWave, 0).Length;

    private long WaveKeys(long mWave) => tiles.WaveKeys(mWave);

    private long KeySteps(long mWave) => tiles.KeySteps(mWave);

    private long CoreKeys(long mWave, long step) => tiles.KeysOf(mWave, step, 0).Length;

    private long Parts(long mWave, long step) => tiles.Parts(mWave, step);

    private long StepKeys(long mWave, long step) => tiles.StepKeys(mWave, step);

    public IEnumerable<Step> Steps(TokenTable tokens, Registers registers, AddressSpace space)
    {
        long keySteps = KeySteps(mWaves - 1);
        long strideQ = machine.Memory.AlignToStripe(map.CoresG * QueryBytes(Math.Min((long)map.TileM * map.CoresM, rows)));
        long strideK = machine.Memory.AlignToStripe((long)map.CoresG * map.CoresK * KeyBytes(map.TileN));
        long strideV = machine.Memory.AlignToStripe((long)map.CoresG * map.CoresK * ValueBytes(map.TileN));
        long strideO = machine.Memory.AlignToStripe(map.CoresG * OutputBytes(0).Wave);
        long baseQ = space.Take(groupWaves * mWaves * strideQ);
        long baseK = space.Take(groupWaves * keySteps * strideK);
        long baseV = space.Take(groupWaves * keySteps * strideV);
        long baseO = space.Take(groupWaves * mWaves * strideO);
        var ringK = new SlotRing(2);
        var ringV = new SlotRing(2);
        int valueSlot = 0;
        long score = 0, tile = 0;
        (TilePosition At, int Score, int Keys, int Accumulator, int Query, bool First, bool Last, long Tile)? pending = null;
        for (long g = 0; g < groupWaves; g++)
        {
            for (long m = 0; m < mWaves; m++, tile++)
            {
                int query = (int)(tile % 2), accumulator = (int)(tile % map.AccumulatorBuffers);
                yield return LoadQuery(registers, new TilePosition(shapeIndex, (int)g, (int)m, 0, 0), query, baseQ + (g * mWaves + m) * strideQ);
                long steps = KeySteps(m);
                for (long k = 0; k < steps; k++, score++)
                {
                    var at = new TilePosition(shapeIndex, (int)g, (int)m, 0, (int)k);
                    int scoreSlot = (int)(score % ScoreBuffers);
                    int keys = ringK.Replace(score);
                    yield return LoadKeys(registers, at, keys, baseK + (g * keySteps + k) * strideK, m > 0);
                    yield return Scores(tokens, registers, at, query, keys, scoreSlot, k == steps - 1);
                    yield return Softmax(registers, at, scoreSlot);
                    if (pending is { } before)
                    {
                        if (!operation.ValuesInsideKeys)
                        {
                            valueSlot = ringV.Replace(before.Tile);
                            yield return LoadValues(registers, before.At, valueSlot, baseV + (before.At.GroupWave * keySteps + before.At.KStep) * strideV);
                        }
                        yield return Weighted(tokens, registers, before.At, before.Score, before.Keys, valueSlot, before.Accumulator, before.First, before.Last);
                        if (before.Last)
                        {
                            foreach (Step step in Finish(registers, before.At, before.Accumulator, baseO)) yield return step;
                        }
                    }
                    pending = (at, scoreSlot, keys, accumulator, query, k == 0, k == steps - 1, score);
                }
            }
        }
        {
            var before = pending!.Value;
            if (!operation.ValuesInsideKeys)
            {
                valueSlot = ringV.Replace(before.Tile);
                yield return LoadValues(registers, before.At, valueSlot, baseV + (before.At.GroupWave * keySteps + before.At.KStep) * strideV);
            }
            yield return Weighted(tokens, registers, before.At, before.Score, before.Keys, valueSlot, before.Accumulator, before.First, before.Last);
            foreach (Step step in Finish(registers, before.At, before.Accumulator, baseO)) yield return step;
        }
    }

    private TileTiming Timing(MultiplyPlan plan, OperandRole role, long m, long n, long k) => TileTiming.Of(machine, plan, role, m, n, k);

    private Step LoadQuery(Registers registers, TilePosition at, int slot, long address)
    {
        long bytes = Groups(at.GroupWave) * QueryBytes(WaveRows(at.MWave));
        return TileSteps.Load(registers, at, Operand.Query, Registers.FreeA(slot), Registers.FullA(slot), address, bytes, QueryBytes(CoreRows(at.MWave)), bytes * map.CoresK, false);
    }

    private Step LoadKeys(Registers registers, TilePosition at, int slot, long address, bool seen)
    {
        long bytes = Groups(at.GroupWave) * KeyBytes(StepKeys(at.MWave, at.KStep));
        return TileSteps.Load(registers, at, Operand.Keys, Registers.FreeB(slot), Registers.FullB(slot), address, bytes,
            KeyBytes(CoreKeys(at.MWave, at.KStep)), bytes * RowTiles(at.MWave), map.HoldWeights && Seen(at));
    }

    private Step LoadValues(Registers registers, TilePosition at, int slot, long address)
    {
        long bytes = Groups(at.GroupWave) * ValueBytes(tiles.StepValues(at.MWave, at.KStep), at.KStep == 0);
        return TileSteps.Load(registers, at, Operand.Values, Registers.FreeV(slot), Registers.FullV(slot), address, bytes,
            ValueBytes(tiles.ValuesOf(at.MWave, at.KStep, 0).Length, at.KStep == 0), bytes * RowTiles(at.MWave), map.HoldWeights && Seen(at));
    }

    /// <summary>All keys of a step were read by earlier waves when the last of them is among the keys that the wave before saw.</summary>
    private bool Seen(TilePosition at)
    {
        if (at.MWave == 0) return false;
        long lastTile = at.KStep + (Parts(at.MWave, at.KStep) - 1) * KeySteps(at.MWave);
        return Math.Min((lastTile + 1) * map.TileN, WaveKeys(at.MWave)) <= WaveKeys(at.MWave - 1);
    }

    private Step Scores(TokenTable tokens, Registers registers, TilePosition at, int query, int keys, int score, bool last)
    {
        Step step = TileSteps.Tensor(at, StepWork.QueryKey,
            tokens.Of(scorePlan, OperandRole.KvKeys, CoreRows(at.MWave), CoreKeys(at.MWave, at.KStep), operation.QkDim),
            Groups(at.GroupWave) * WaveRows(at.MWave) * StepKeys(at.MWave, at.KStep) * operation.QkDim, ActiveCores(at));
        new ArraySums(machine, scorePlan).Bill(ref step, Groups(at.GroupWave) * WaveRows(at.MWave) * StepKeys(at.MWave, at.KStep), operation.QkDim, true);
        step.Wait0 = registers.On(Registers.FullA(query));
        step.Wait1 = registers.On(Registers.FullB(keys));
        step.Wait2 = registers.On(Registers.ScoresFree(score));
        if (!operation.ValuesInsideKeys) step.Early0 = registers.Signal(Registers.FreeB(keys));
        if (last) step.Early1 = registers.Signal(Registers.FreeA(query));
        step.Done0 = registers.Signal(Registers.ScoresFull(score));
        return step;
    }

    private Step Softmax(Registers registers, TilePosition at, int score)
    {
        Step step = TileSteps.Vector(at, StepWork.Softmax,
            VectorCycles.Of(machine.VectorUnit, SoftmaxWork(CoreRows(at.MWave), CoreKeys(at.MWave, at.KStep))), ActiveCores(at));
        step.Wait0 = registers.On(Registers.ScoresFull(score));
        step.Done0 = registers.Signal(Registers.ProbabilitiesFull(score));
        return step;
    }

    private Step Weighted(
        TokenTable tokens, Registers registers, TilePosition at, int score, int keys, int values, int accumulator, bool first, bool last)
    {
        Step step = TileSteps.Tensor(at, StepWork.ProbabilityValue,
            tokens.Of(valuePlan, OperandRole.KvValues, CoreRows(at.MWave), operation.VDim, CoreKeys(at.MWave, at.KStep)),
            Groups(at.GroupWave) * WaveRows(at.MWave) * StepKeys(at.MWave, at.KStep) * operation.VDim, ActiveCores(at));
        var sums = new ArraySums(machine, valuePlan);
        long outputs = Groups(at.GroupWave) * WaveRows(at.MWave) * operation.VDim, keysLeft = StepKeys(at.MWave, at.KStep);
        for (; keysLeft > 0; keysLeft -= map.TileN) sums.Bill(ref step, outputs, Math.Min(map.TileN, keysLeft), first);
        step.Wait0 = registers.On(operation.ValuesInsideKeys ? Registers.FullB(keys) : Registers.FullV(values));
        step.Wait1 = registers.On(Registers.ProbabilitiesFull(score));
        if (first) step.Wait2 = registers.On(Registers.AccumulatorFree(accumulator));
        step.Early0 = registers.Signal(operation.ValuesInsideKeys ? Registers.FreeB(keys) : Registers.FreeV(values));
        step.Early1 = registers.Signal(Registers.ScoresFree(score));
        if (last) step.Done0 = registers.Signal(Registers.AccumulatorFull(accumulator));
        return step;
    }

    private IEnumerable<Step> Finish(Registers registers, TilePosition at, int slot, long baseO)
    {
        long rows = CoreRows(at.MWave);
        if (map.CoresK > 1)
        {
            yield return TileSteps.Exchange(registers, at, slot, ExchangeBytes(rows),
                Groups(at.GroupWave) * WaveRows(at.MWave) * (operation.VDim + 2) * machine.Accumulator.Bytes * (map.CoresK - 1));
            yield return TileSteps.Join(registers, at, slot, VectorCycles.Of(machine.VectorUnit, JoinWork(rows)), ActiveCores(at));
        }
        yield return TileSteps.Epilogue(registers, at, slot, VectorCycles.Of(machine.VectorUnit, FinishWork(rows)), ActiveCores(at), map.CoresK > 1);
        (long wave, long core) = OutputBytes(at.MWave);
        long address = baseO + ((long)at.GroupWave * mWaves + at.MWave) * machine.Memory.AlignToStripe(map.CoresG * OutputBytes(0).Wave);
        yield return TileSteps.Store(registers, at, slot, address, Groups(at.GroupWave) * wave, core, operation.OutputOnChip);
    }

    private long Groups(long groupWave) => tiles.Groups(groupWave);

    private long RowTiles(long mWave) => Ceiling(WaveRows(mWave), map.TileM);

    private int ActiveCores(TilePosition at) => (int)(Groups(at.GroupWave) * RowTiles(at.MWave) * Parts(at.MWave, at.KStep));

    private long QueryBytes(long queryRows) => queryTable[queryRows];

    private long KeyBytes(long keys) => keyTable[keys];

    private long ValueBytes(long keys) => valueTable[keys];

    /// <summary>Scales that a value channel has once for all tokens come with the first step of a wave, so that steps add up to the cache.</summary>
    private long ValueBytes(long keys, bool first) => first ? ValueBytes(keys) : ValueBytes(map.TileN + keys) - ValueBytes(map.TileN);

    private (long Wave, long Core) OutputBytes(long mWave) => (
        outputTable[WaveRows(mWave)], Ceiling(outputTable[CoreRows(mWave)], map.CoresK));

    /// <summary>Accumulators with running maximum and sum, less the slice a core keeps.</summary>
    private long ExchangeBytes(long coreRows) =>
        Ceiling(coreRows * (operation.VDim + 2) * machine.Accumulator.Bytes * (map.CoresK - 1), map.CoresK);

    /// <summary>Per score: scale, compare, subtract, exponential, sum, convert; per key tile one rescaling of the accumulators.</summary>
    private VectorWork SoftmaxWork(long coreRows, long keys) =>
        new VectorWork(3, 1, 1, 1) * (coreRows * keys) + new VectorWork(0, 1, 0, 0) * (coreRows * operation.VDim);

    /// <summary>Per accumulator of each other part: a rescaled addition; per row an exponential.</summary>
    private VectorWork JoinWork(long coreRows) =>
        new VectorWork(1, 1, 0, 0) * ((map.CoresK - 1) * Ceiling(coreRows * operation.VDim, map.CoresK))
        + new VectorWork(0, 0, 1, 0) * ((map.CoresK - 1) * Ceiling(coreRows, map.CoresK));

    /// <summary>Per output: the reciprocal of the row's sum and a conversion.</summary>
    private VectorWork FinishWork(long coreRows) =>
        new VectorWork(0, 1, 0, 1) * Ceiling(coreRows * operation.VDim, map.CoresK) + new VectorWork(0, 0, 1, 0) * Ceiling(coreRows, map.CoresK);
}
