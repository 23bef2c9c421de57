using AccelSim.Model.Formats;
using AccelSim.Model.Mappings;
using AccelSim.Model.Pairs;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Schedule;

/// <summary>Its totals in closed form.</summary>
internal sealed partial class GemmLowering
{
    /// <summary>What the mapper's cost reads, from the same extents as the steps.</summary>
    public LoweredSummary Summarize(in ShapeBytes whole)
    {
        TileTiming full = TileTiming.Of(machine, plan, OperandRole.Weights, CoreRows(0), CoreCols(0), CoreK(0));
        long waves = groupWaves * mWaves * nWaves, groups = Math.Min(map.CoresG, shape.Count);
        bool mOuter = map.Order == LoopOrder.MOuter;
        // An operand whose tiles pass in a cycle no longer than its buffers stays in them.
        long touchesA = (mOuter ? kSteps : mWaves * kSteps) <= map.OperandBuffers ? 1 : nWaves;
        long touchesB = (mOuter ? nWaves * kSteps : kSteps) <= map.OperandBuffers ? 1 : mWaves;
        long dramA = operation.ActivationsOnChip ? 0 : map.HoldActivations ? whole.A : whole.A * touchesA;
        long warm = shapeIndex == 0 ? Math.Min(operation.WarmWeightBytes, whole.B) : 0;
        long dramB = (map.HoldWeights ? whole.B : whole.B * touchesB) - warm;
        (long tileA, long tileB, long tileC) = TileBytes();
        long epilogue = VectorCycles.Of(machine.VectorUnit, EpilogueWork(0, 0));
        long join = map.CoresK > 1 ? VectorCycles.Of(machine.VectorUnit, JoinWork(0, 0)) : 0;
        return new LoweredSummary
        {
            TensorCycles = waves * kSteps * full.Cycles,
            VectorCycles = waves * (epilogue + join),
            DramBytes = dramA + dramB + (operation.OutputOnChip ? 0 : whole.C),
            SharedBytes = whole.A * touchesA + whole.B * touchesB,
            LinkBytes = groupWaves * kSteps * (mWaves * touchesA * tileA + nWaves * touchesB * tileB),
            UpLinkBytes = waves * (tileC + (map.CoresK > 1 ? ExchangeBytes(0, 0) : 0)),
            FirstLoadBytes = groups * map.CoresK * (tileA * Math.Min(map.CoresM, Ceiling(shape.M, map.TileM)) + tileB * Math.Min(map.CoresN, Ceiling(shape.N, map.TileN))),
            FirstLoadCoreBytes = tileA + tileB,
            LastStoreBytes = operation.OutputOnChip ? 0 : groups * tileC * map.CoresM * map.CoresN,
            TailCycles = full.Timing.DenseLatency + full.Timing.Rescale + full.Timing.RescaleLatency + epilogue + join,
            DramStreams = (operation.ActivationsOnChip || map.HoldActivations ? 0 : 1) + (map.HoldWeights ? 0 : 1),
            PanelBytes = (HoldsA ? groups * PanelBytesA(0) : 0) + (map.HoldWeights ? groups * PanelBytesB(0) : 0),
            Steps = waves * kSteps,
            Buffers = map.OperandBuffers,
            HeldCycles = full.Cycles,
            SerialVector = map.AccumulatorBuffers == 1,
            // The first tile along K carries what is stored once per vector, so it is the largest.
            ScratchpadBytes = Buffers(tileA, tileB, tileC).Bytes,
            SharedBufferBytes = (map.HoldActivations || operation.ActivationsOnChip ? whole.A : 0) + (map.HoldWeights ? whole.B : 0)
                + (map.HoldWeights && operation.Shapes.Length == 1 ? 0 : operation.WarmWeightBytes)
                + ShapeBytes.Kept(operation) + 2 * machine.Memory.ChunkBytes,
        };
    }

    /// <summary>Buffers of a core, each as large as its largest tile.</summary>
    public CoreBuffers Buffers()
    {
        (long a, long b, long c) = TileBytes();
        return Buffers(a, b, c);
    }

    private CoreBuffers Buffers(long tileA, long tileB, long tileC) => new()
    {
        A = new(map.OperandBuffers, tileA),
        B = new(map.OperandBuffers, tileB),
        Accumulators = new(map.AccumulatorBuffers, CoreRows(0) * CoreCols(0) * machine.Accumulator.Bytes),
        Outputs = new(map.AccumulatorBuffers, tileC),
    };

    private (long A, long B, long C) TileBytes() => (
        operation.Activations.Store(OperandRole.Activations, CoreK(0), CoreRows(0)).Bytes,
        operation.Weights.Store(OperandRole.Weights, CoreK(0), CoreCols(0)).Bytes,
        Ceiling(operation.Output.Store(OperandRole.Output, CoreCols(0), CoreRows(0)).Bytes, map.CoresK));
}
