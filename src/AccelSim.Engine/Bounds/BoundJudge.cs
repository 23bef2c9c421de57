using System.Globalization;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;

namespace AccelSim.Engine.Bounds;

/// <summary>
/// Judges every result from closed forms of the nouns alone (identities reference, sections 2 and 3): no tolerance, integer arithmetic
/// where it can be. It shares no code with the schedule or the engines.
/// </summary>
public static class BoundJudge
{
    /// <exception cref="BoundViolationException">A bound or conservation law is broken; both numbers are in the message.</exception>
    public static void Check(Machine machine, Operation operation, Plans plans, OperationCounters counters)
    {
        CheckLabels(operation, counters);
        if (operation is CollectiveOperation) return;
        CheckMacs(machine, operation, plans, counters);
        CheckTraffic(machine, operation, counters);
        CheckDependency(machine, operation, counters);
    }

    /// <summary>Bytes that must cross the DRAM pins of one chip in a cold run: every input element once and every output once.</summary>
    public static (long Read, long Write) Compulsory(Operation operation) => operation switch
    {
        GemmOperation g => (
            g.Shapes.Sum(s => s.Count * ((g.ActivationsOnChip ? 0 : g.Activations.Store(OperandRole.Activations, s.K, s.M).Bytes)
                + g.Weights.Store(OperandRole.Weights, s.K, s.N).Bytes)),
            g.Shapes.Sum(s => s.Count * g.Output.Store(OperandRole.Output, s.N, s.M).Bytes)),
        AttentionOperation a => (
            a.Shapes.Sum(s => s.Count * (a.KvHeads * (a.KeyValue.Store(OperandRole.KvKeys, a.QkDim, s.KvLen).Bytes
                + (a.ValuesInsideKeys ? 0 : a.KeyValue.Store(OperandRole.KvValues, s.KvLen, a.VDim).Bytes))
                + a.Query.Store(OperandRole.Activations, a.QkDim, s.QLen * a.Heads).Bytes)),
            a.Shapes.Sum(s => s.Count * a.Output.Store(OperandRole.Output, a.VDim, s.QLen * a.Heads).Bytes)),
        VectorOperation v => (
            v.Inputs * v.Input.Store(OperandRole.Output, v.Cols, v.Rows).Bytes,
            v.Outputs * v.Output.Store(OperandRole.Output, v.Cols, v.Rows).Bytes),
        _ => (0, 0),
    };

    private static void CheckLabels(Operation operation, OperationCounters counters)
    {
        long stalls = 0;
        foreach (StallCause cause in Enum.GetValues<StallCause>())
        {
            long cycles = counters.Stalls[(int)cause];
            Require(operation, cycles >= 0, $"stall {Metrics.Snake(cause)}", cycles, ">=", 0);
            stalls += cycles;
        }
        Require(operation, counters.ComputeCycles + stalls == counters.Cycles, "compute + stalls", counters.ComputeCycles + stalls, "= cycles", counters.Cycles);
    }

    private static void CheckMacs(Machine machine, Operation operation, Plans plans, OperationCounters counters)
    {
        bool masked = operation is AttentionOperation { Causal: true };
        Require(operation, masked ? counters.IssuedMacs >= operation.Macs : counters.IssuedMacs == operation.Macs,
            "issued MACs", counters.IssuedMacs, masked ? ">=" : "=", operation.Macs);
        double rate = plans.LogicalRate(operation);
        if (rate > 0)
        {
            // The rate of a pair of passes is a real number; a relative 1e-12 covers the rounding of its few operations.
            double least = operation.Macs / (rate * machine.Cores);
            Require(operation, counters.Cycles - machine.LaunchCycles >= least * (1 - 1e-12), "cycles", counters.Cycles, ">= MACs / rate", least);
        }
    }

    private static void CheckTraffic(Machine machine, Operation operation, OperationCounters counters)
    {
        (long read, long write) = Compulsory(operation);
        Require(operation, counters.DramReadBytes >= read, "DRAM read bytes", counters.DramReadBytes, ">= compulsory", read);
        Require(operation, counters.DramWriteBytes >= write, "DRAM write bytes", counters.DramWriteBytes, ">= compulsory", write);
        Require(operation, counters.RowHits + counters.RowMisses + counters.RowConflicts == counters.DramBursts,
            "row outcomes", counters.RowHits + counters.RowMisses + counters.RowConflicts, "= bursts", counters.DramBursts);
        Memory memory = machine.Memory;
        long bytes = counters.DramReadBytes + counters.DramWriteBytes;
        Require(operation, counters.DramBursts * memory.Timing.BurstBytes >= bytes, "bytes in bursts", counters.DramBursts * memory.Timing.BurstBytes, ">= bytes", bytes);
        // bytes / (burst bytes x buses) bursts per bus, each BurstClocks of tCK, within cycles of the core clock.
        Int128 need = (Int128)bytes * memory.Timing.BurstClocks * machine.LoadClockHz * memory.Timing.TckPs;
        Int128 have = (Int128)memory.Timing.BurstBytes * memory.Buses * (counters.Cycles - machine.LaunchCycles) * 1_000_000_000_000;
        Require(operation, need <= have, "DRAM bytes", bytes, "<= pin bandwidth x cycles", (double)have / ((double)need / Math.Max(1, bytes)));
        long busy = counters.Cycles - machine.LaunchCycles;
        Require(operation, counters.SharedReadBytes <= 2 * busy * machine.SharedBuffer.BytesPerCycle,
            "shared buffer reads", counters.SharedReadBytes, "<= both ports x cycles", 2 * busy * machine.SharedBuffer.BytesPerCycle);
        Require(operation, counters.ScratchpadWriteBytes <= 2 * busy * machine.Cores * machine.Scratchpad.PortBytesPerCycle,
            "scratchpad fills", counters.ScratchpadWriteBytes, "<= ports x cycles", 2 * busy * machine.Cores * machine.Scratchpad.PortBytesPerCycle);
    }

    /// <summary>Launch, a read of closed rows, the network, one token or vector cycle, the network again.</summary>
    private static void CheckDependency(Machine machine, Operation operation, OperationCounters counters)
    {
        DramTiming t = machine.Memory.Timing;
        bool cold = operation is not GemmOperation { ActivationsOnChip: true };
        Int128 picoseconds = cold ? (Int128)(t.ActivateToRead + t.ReadLatency) * t.TckPs : 0;
        long read = (long)(picoseconds * machine.LoadClockHz / 1_000_000_000_000);
        long least = machine.LaunchCycles + read + machine.Network.Latency + 1;
        Require(operation, counters.Cycles >= least, "cycles", counters.Cycles, ">= longest dependency", least);
    }

    private static void Require(Operation operation, bool holds, string what, double value, string relation, double bound)
    {
        if (holds) return;
        throw new BoundViolationException(string.Create(CultureInfo.InvariantCulture,
            $"{operation.Name}: {what} {value:G15} must be {relation} {bound:G15}"));
    }
}
