using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using static AccelSim.Engine.Bounds.Verdict;

namespace AccelSim.Engine.Bounds;

/// <summary>What one level sends the next receives, and every DRAM burst has one outcome (identities reference, section 3).</summary>
internal static class Conservation
{
    public static void Check(Machine machine, Operation operation, Plans plans, OperationCounters c)
    {
        CheckLevels(operation, c);
        CheckSums(machine, operation, plans, c);
        CheckRows(machine, operation, c);
    }

    private static void CheckLevels(Operation operation, OperationCounters c)
    {
        long pins = c.DramReadBytes + c.DramWriteBytes;
        // What the stores leave in the shared buffer: it arrives there and does not go on.
        long kept = c.SharedWriteBytes - pins, least = BoundJudge.Kept(operation);
        Require(operation, operation.OutputOnChip ? kept >= least && c.DramWriteBytes == 0 : kept == 0,
            "shared buffer writes", c.SharedWriteBytes, operation.OutputOnChip ? ">= DRAM reads + output" : "= DRAM bytes", pins + least);
        long passing = pins - operation.PrefetchBytes;
        Require(operation, c.SharedReadBytes >= passing, "shared buffer reads", c.SharedReadBytes, ">= DRAM bytes that do not stay", passing);
        Require(operation, c.NetworkBytes == c.ScratchpadWriteBytes + c.DramWriteBytes + kept,
            "network bytes", c.NetworkBytes, "= scratchpad writes + outputs", c.ScratchpadWriteBytes + c.DramWriteBytes + kept);
        Require(operation, c.NetworkBytes >= c.SharedReadBytes, "network bytes", c.NetworkBytes, ">= shared buffer reads", c.SharedReadBytes);
        long passed = (operation is GemmOperation ? Operands(operation) : BoundJudge.Inputs(operation)) + c.DramWriteBytes + kept;
        Require(operation, c.NetworkBytes >= passed, "network bytes", c.NetworkBytes, ">= operands + outputs", passed);
        long fetched = Operands(operation) + c.DramWriteBytes + kept;
        Require(operation, c.ScratchpadReadBytes >= fetched, "scratchpad reads", c.ScratchpadReadBytes, ">= operands + outputs", fetched);
        Require(operation, c.LinkBytes == 0, "link bytes", c.LinkBytes, "=", 0);
        Require(operation, c.Steps >= 3, "steps", c.Steps, ">= a load, work and a store", 3);
    }

    private static void CheckRows(Machine machine, Operation operation, OperationCounters c)
    {
        DramTiming t = machine.Memory.Timing;
        long outcomes = c.RowHits + c.RowMisses + c.RowConflicts, opened = c.RowMisses + c.RowConflicts, pins = c.DramReadBytes + c.DramWriteBytes;
        Require(operation, outcomes == c.DramBursts, "row outcomes", outcomes, "= bursts", c.DramBursts);
        Require(operation, Math.Min(c.RowHits, Math.Min(c.RowMisses, c.RowConflicts)) >= 0, "row outcomes", -1, ">=", 0);
        Require(operation, (Int128)c.DramBursts * t.BurstBytes >= pins, "bytes in bursts", (double)c.DramBursts * t.BurstBytes, ">= DRAM bytes", pins);
        Require(operation, c.Activations % t.BankGroups == 0 && c.Activations >= opened && c.Activations <= opened * t.BankGroups,
            "activations", c.Activations, "one per bank group for every miss and conflict, of which there are", opened);
        Require(operation, c.Precharges % t.BankGroups == 0 && c.Precharges >= c.RowConflicts && c.Precharges <= c.RowConflicts * t.BankGroups,
            "precharges", c.Precharges, "one per bank group for every conflict, of which there are", c.RowConflicts);
        Int128 due = (Int128)(BoundJudge.Reading(machine, operation, c) + machine.LaunchCycles) * machine.Memory.Buses * 1_000_000_000_000;
        Require(operation, c.Refreshes >= 0 && (Int128)c.Refreshes * t.RefreshInterval * t.TckPs * machine.LoadClockHz <= due,
            "refreshes", c.Refreshes, "<= those that fell due", (double)due / ((double)t.RefreshInterval * t.TckPs * machine.LoadClockHz));
    }

    /// <summary>
    /// A systolic array writes every output once per fold along K and reads all but the first back; cuts of K between tiles and cores only add folds.
    /// </summary>
    private static void CheckSums(Machine machine, Operation operation, Plans plans, OperationCounters c)
    {
        TensorUnit unit = machine.TensorUnit;
        bool systolic = unit.Kind == TensorUnitKind.Systolic && operation.Macs > 0;
        if (!systolic)
        {
            Require(operation, c.SumWriteBytes == 0, "sums written", c.SumWriteBytes, "=", 0);
            Require(operation, c.SumReadBytes == 0, "sums read", c.SumReadBytes, "=", 0);
            return;
        }
        long least = 0, outputs = 0;
        if (operation is GemmOperation g)
        {
            long length = (long)unit.Rows * Math.Max(1, plans.First.DenseRate / ((long)unit.Rows * unit.Cols));
            foreach (GemmShape s in g.Shapes)
            {
                long folds = unit.Dataflow == Dataflow.OutputStationary ? 1 : (s.K + length - 1) / length;
                outputs += s.Count * s.M * s.N * machine.Accumulator.Bytes;
                least += s.Count * s.M * s.N * machine.Accumulator.Bytes * folds;
            }
        }
        Require(operation, c.SumWriteBytes >= least, "sums written", c.SumWriteBytes, ">= outputs x folds along K", least);
        Require(operation, c.SumReadBytes >= least - (Int128)outputs * machine.Cores, "sums read", c.SumReadBytes, ">= those of all folds but the first of every core", least - outputs);
        Require(operation, c.SumReadBytes >= 0 && c.SumReadBytes <= c.SumWriteBytes - outputs, "sums read", c.SumReadBytes, "<= sums written - outputs", c.SumWriteBytes - outputs);
    }

    /// <summary>Bytes that the units read at the least: every operand of a product once.</summary>
    private static long Operands(Operation operation) => operation is not GemmOperation g ? 0 : g.Shapes.Sum(s => s.Count
        * (g.Activations.Store(OperandRole.Activations, s.K, s.M).Bytes + g.Weights.Store(OperandRole.Weights, s.K, s.N).Bytes));
}
