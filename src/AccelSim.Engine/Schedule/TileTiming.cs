using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Pairs;
using AccelSim.Model.Steps;
using static AccelSim.Model.WholeNumbers;

namespace AccelSim.Engine.Schedule;

/// <summary>Tokens of a tile and the service times of one of them, from the nouns of a machine and a multiply plan.</summary>
/// <param name="Tokens">Output blocks (or weight folds) of the tile on one core.</param>
/// <param name="Timing">Service times of one token.</param>
public readonly record struct TileTiming(long Tokens, TokenTiming Timing)
{
    /// <summary>Most tokens between the dense and the rescale unit; the fast engine looks back no further.</summary>
    public const int MostQueued = 60;

    /// <summary>Cycles per token once the pipeline is full: the slowest stage.</summary>
    public long Interval => Math.Max(
        Math.Max(Math.Max(Timing.Fetch, Timing.Gather), Math.Max(Timing.Dense, Timing.Select)),
        Math.Max(Timing.Sparse, Timing.Rescale));

    /// <summary>Steady-state cycles of the tile, fill and drain left out.</summary>
    public long Cycles => Tokens * Interval;

    public static TileTiming Of(Machine machine, MultiplyPlan plan, OperandRole weightRole, long m, long n, long k)
    {
        TensorUnit unit = machine.TensorUnit;
        long rows = unit.Rows, cols = unit.Cols, outputs = rows * cols;
        bool stationary = unit.Kind == TensorUnitKind.Systolic && unit.Dataflow != Dataflow.OutputStationary;
        if (stationary && plan.HighPerBank > 0)
            throw new InfeasibleException($"SQ-format runs on dot-product or output-stationary units; {machine.Name} is {unit.Dataflow}");

        long banks = Ceiling(k, plan.Bank);
        long denseK = plan.Bank == 1 ? k : banks * plan.DensePerBank;
        long highK = plan.HighPerBank == 0 ? 0 : banks * plan.HighPerBank;
        long rescales = plan.RescaleGroup == 0 ? 0 : Ceiling(k, plan.RescaleGroup) * plan.RescalesPerGroup;

        long tokens, dense, latency, blockM, blockN, blockK, scaled = outputs * rescales;
        if (stationary)
        {
            bool weights = unit.Dataflow == Dataflow.WeightStationary;
            long lanes = Math.Max(1, plan.DenseRate / outputs);
            // Below one MAC per element and cycle the stream advances only every so many cycles.
            long stream = (weights ? m : n) * Ceiling(outputs, Math.Min(outputs, plan.DenseRate));
            long foldsK = Ceiling(denseK, rows * lanes);
            tokens = foldsK * Ceiling(weights ? n : m, cols);
            // Every fold passes the whole stream on, scaled once per group that lies in it.
            scaled = (weights ? m : n) * cols * Ceiling(rescales, foldsK);
            latency = 2 * rows + cols + stream - 2;
            dense = unit.OverlapFolds ? Math.Max(stream, rows) : latency + unit.PipelineDepth;
            (blockM, blockN, blockK) = weights ? (m, cols, Math.Min(denseK, rows * lanes)) : (cols, n, Math.Min(denseK, rows * lanes));
        }
        else
        {
            tokens = Ceiling(m, rows) * Ceiling(n, cols);
            (blockM, blockN, blockK) = (rows, cols, k);
            long low = Ceiling(outputs * denseK, plan.DenseRate);
            if (unit.Kind == TensorUnitKind.Systolic)
            {
                latency = 2 * rows + cols + low - 3;
                dense = unit.OverlapFolds ? Math.Max(low, rows) : latency + unit.PipelineDepth;
            }
            else
            {
                dense = low;
                latency = low;
            }
        }

        long select = 0, sparse = 0, sparseLatency = 0;
        if (highK > 0)
        {
            long high = Ceiling(outputs * highK, plan.HighRate);
            long picking = plan.Selects ? SelectorConflicts.Cycles(machine.SparseUnit!, cols * highK) : 1;
            if (plan.HighOnDenseUnit)
            {
                dense += Math.Max(high, picking);
                latency += Math.Max(high, picking);
            }
            else
            {
                select = picking;
                sparse = high;
                sparseLatency = high + (machine.SparseUnit!.Placement == SparsePlacement.Shared ? unit.PipelineDepth : machine.SparseUnit.PipelineDepth);
            }
        }
        latency += unit.PipelineDepth;

        long gather = 0;
        if (plan.Gathers)
        {
            GatherUnit unitG = machine.GatherUnit!;
            gather = Ceiling(rows * k, unitG.ElementsPerCycle);
            if (plan.RanksTopK) gather = Math.Max(gather, Ceiling(rows * k, unitG.TopKElementsPerCycle));
            latency += unitG.Latency;
        }
        long rescale = rescales == 0 ? 0 : Ceiling(scaled, machine.RescaleUnit!.OutputsPerCycle);
        long fetchBytes = plan.Activations.Store(OperandRole.Activations, blockK, blockM).Bytes + plan.Weights.Store(weightRole, blockK, blockN).Bytes;
        long fetch = Math.Max(1, Ceiling(fetchBytes, machine.Scratchpad.PortBytesPerCycle));
        if (machine.Scratchpad.Layout == ScratchpadLayout.Linear)
        {
            // Of a streamed operand one vector is read at a time, of all others as many as the array is wide.
            long Read(NumberFormat format, OperandRole role, long vectors, long wide)
            {
                long atOnce = Math.Min(vectors, wide);
                return Ceiling(vectors, atOnce) * BankConflicts.Cycles(
                    machine.Scratchpad, atOnce, format.Store(role, blockK, 1).Bytes, format.Store(role, k, 1).Bytes);
            }
            bool streamsA = stationary && unit.Dataflow == Dataflow.WeightStationary, streamsB = stationary && !streamsA;
            fetch = Math.Max(fetch, Read(plan.Activations, OperandRole.Activations, blockM, streamsA ? 1 : blockM)
                + Read(plan.Weights, weightRole, blockN, streamsB ? 1 : blockN));
        }
        return new TileTiming(tokens, new TokenTiming(
            fetch, gather, dense, latency,
            select, sparse, sparseLatency,
            rescale, machine.RescaleUnit?.Latency ?? 0, machine.SparseUnit?.QueueDepth ?? 1,
            RescaleQueue(machine, Math.Max(latency, select + sparseLatency), dense), fetchBytes));
    }

    /// <summary>Tokens in the multipliers' own pipelines are held there; the queue's places come on top of those.</summary>
    private static int RescaleQueue(Machine machine, long latency, long dense) =>
        (int)Math.Min(MostQueued, (machine.RescaleUnit?.QueueDepth ?? 1) + Ceiling(latency, dense));
}
