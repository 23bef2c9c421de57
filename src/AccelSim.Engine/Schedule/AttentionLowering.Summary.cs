using AccelSim.Model.Formats;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;

namespace AccelSim.Engine.Schedule;

/// <summary>Its totals in closed form.</summary>
internal sealed partial class AttentionLowering
{
    public LoweredSummary Summarize()
    {
        TileTiming qk = Timing(scorePlan, OperandRole.KvKeys, CoreRows(0), map.TileN, operation.QkDim);
        TileTiming pv = Timing(valuePlan, OperandRole.KvValues, CoreRows(0), operation.VDim, map.TileN);
        long softmax = VectorCycles.Of(machine.VectorUnit, SoftmaxWork(CoreRows(0), map.TileN));
        long tail = VectorCycles.Of(machine.VectorUnit, FinishWork(CoreRows(0)));
        long join = map.CoresK > 1 ? VectorCycles.Of(machine.VectorUnit, JoinWork(CoreRows(0))) : 0;
        (long steps, long keys) = TriangleSums();
        long last = mWaves - 1, coreTile = KeyBytes(map.TileN) + (operation.ValuesInsideKeys ? 0 : ValueBytes(map.TileN));
        long tensor = steps * (qk.Cycles + pv.Cycles), vector = steps * softmax + mWaves * (tail + join);
        long dramQ = (last * QueryBytes(WaveRows(0)) + QueryBytes(WaveRows(last))) * instances;
        long dramO = (last * OutputBytes(0).Wave + OutputBytes(last).Wave) * instances;
        long dramK = KeyBytes(keys) * instances;
        long dramV = operation.ValuesInsideKeys ? 0 : (ValueBytes(keys) + last * (2 * ValueBytes(map.TileN) - ValueBytes(2 * map.TileN))) * instances;
        long link = last * QueryBytes(CoreRows(0)) + QueryBytes(CoreRows(last)) + steps * coreTile;
        long up = mWaves * (OutputBytes(0).Core + (map.CoresK > 1 ? ExchangeBytes(CoreRows(0)) : 0));
        long active = Math.Min(map.CoresG, instances);
        bool held = map.HoldWeights;
        long heldBytes = (KeyBytes(shape.KvLen) + (operation.ValuesInsideKeys ? 0 : ValueBytes(shape.KvLen))) * active;
        long cold = held && mWaves > 1 ? (KeyBytes(shape.KvLen) + (operation.ValuesInsideKeys ? 0 : ValueBytes(shape.KvLen))) * instances : dramK + dramV;
        long coreKeys = KeyBytes(map.TileN);
        return new LoweredSummary
        {
            TensorCycles = groupWaves * tensor,
            VectorCycles = groupWaves * vector,
            DramBytes = dramQ + cold + (operation.OutputOnChip ? 0 : dramO),
            SharedBytes = dramQ + dramK + dramV,
            LinkBytes = groupWaves * link,
            UpLinkBytes = groupWaves * up,
            FirstLoadBytes = active * (QueryBytes(WaveRows(0)) + KeyBytes(StepKeys(0, 0))),
            FirstLoadCoreBytes = QueryBytes(CoreRows(0)) + coreKeys,
            LastStoreBytes = operation.OutputOnChip ? 0 : active * OutputBytes(mWaves - 1).Wave,
            TailCycles = softmax + pv.Cycles + pv.Timing.DenseLatency + tail + join,
            DramStreams = 2,
            PanelBytes = 0,
            Steps = groupWaves * steps,
            Buffers = 2,
            // Keys are free when the scores are there, values when they are weighted.
            HeldCycles = operation.ValuesInsideKeys ? qk.Cycles + softmax + pv.Cycles : Math.Max(qk.Cycles, pv.Cycles),
            SerialVector = false,
            ScratchpadBytes = Buffers().Bytes,
            SharedBufferBytes = (held ? heldBytes : 0) + ShapeBytes.Kept(operation) + 2 * machine.Memory.ChunkBytes,
        };
    }

    /// <summary>Buffers of a core, each as large as its largest tile.</summary>
    public CoreBuffers Buffers() => new()
    {
        A = new(2, QueryBytes(CoreRows(0))),
        B = new(2, KeyBytes(map.TileN)),
        Values = new(2, operation.ValuesInsideKeys ? 0 : ValueBytes(map.TileN)),
        Scores = new(ScoreBuffers, CoreRows(0) * map.TileN * machine.Accumulator.Bytes),
        Accumulators = new(map.AccumulatorBuffers, CoreRows(0) * (operation.VDim + 2) * machine.Accumulator.Bytes),
        Outputs = new(map.AccumulatorBuffers, OutputBytes(0).Core),
    };

    /// <summary>Key tiles of core 0 and keys seen, over all waves. Full waves see keys in an arithmetic progression, rounded down to whole queries.</summary>
    private (long Steps, long Keys) TriangleSums()
    {
        long full = mWaves - 1, keys = WaveKeys(full), steps = KeySteps(full);
        if (!operation.Causal) return (mWaves * steps, mWaves * keys);
        // Wave m ends with row (m + 1) wave - 1 and sees before + that row / Group + 1 keys; nested roundings are one.
        long wave = (long)map.TileM * map.CoresM, group = operation.Group, before = shape.KvLen - shape.QLen, tiles = (long)map.TileN * map.CoresK;
        return (
            steps + FloorSum.Of(full, group * tiles, wave, wave - 1 + group * (before + tiles)),
            keys + FloorSum.Of(full, group, wave, wave - 1 + group * (before + 1)));
    }
}
