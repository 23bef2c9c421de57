using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Pairs;
using AccelSim.Model.Results;
using static AccelSim.Engine.Bounds.Verdict;

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
        CheckLabels(machine, operation, counters);
        if (operation is CollectiveOperation collective)
        {
            CheckLinks(machine, collective, counters);
            return;
        }
        CheckMacs(machine, operation, plans, counters);
        UnitBounds.Check(machine, operation, plans, counters);
        CheckTraffic(machine, operation, counters);
        Conservation.Check(machine, operation, plans, counters);
        CheckDependency(machine, operation, counters);
    }

    /// <summary>
    /// Bytes that must cross the DRAM pins of one chip: every input element once and every output once, less those that are on chip or stay there, and the
    /// weights brought for the next operation.
    /// </summary>
    public static (long Read, long Write) Compulsory(Operation operation)
    {
        (long read, long write) = Moved(operation);
        return (read - Warm(operation) + operation.PrefetchBytes, operation.OutputOnChip ? 0 : write);
    }

    /// <summary>Bytes that the cores receive at the least: every input element once.</summary>
    public static long Inputs(Operation operation) => Moved(operation).Read;

    /// <summary>Output bytes that stay in the shared buffer at the least.</summary>
    public static long Kept(Operation operation) => operation.OutputOnChip ? Moved(operation).Write : 0;

    private static long Warm(Operation operation) => (operation as GemmOperation)?.WarmWeightBytes ?? 0;

    private static (long Read, long Write) Moved(Operation operation) => operation switch
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
            v.OutputBytes(v.Rows, v.Cols)),
        _ => (0, 0),
    };

    private static void CheckLabels(Machine machine, Operation operation, OperationCounters counters)
    {
        long stalls = 0;
        foreach (StallCause cause in Enum.GetValues<StallCause>())
        {
            long cycles = counters.Stalls[(int)cause];
            Require(operation, cycles >= 0, $"stall {Metrics.Snake(cause)}", cycles, ">=", 0);
            stalls += cycles;
        }
        Require(operation, counters.ComputeCycles + stalls == counters.Cycles, "compute + stalls", counters.ComputeCycles + stalls, "= cycles", counters.Cycles);
        long launch = counters.Stalls[(int)StallCause.Launch];
        Require(operation, launch == machine.LaunchCycles, "stall launch", launch, "= launch overhead", machine.LaunchCycles);
    }

    /// <summary>Of p shares of the buffer every chip has to send p - 1, for a sum twice; a link passes no more than its rate.</summary>
    private static void CheckLinks(Machine machine, CollectiveOperation operation, OperationCounters counters)
    {
        long shares = (machine.Chips - 1) * (operation.Kind == CollectiveKind.AllReduce ? 2 : 1);
        Require(operation, (Int128)counters.LinkBytes * machine.Chips >= (Int128)shares * operation.Bytes,
            "link bytes", counters.LinkBytes, ">= compulsory", (double)shares * operation.Bytes / machine.Chips);
        if (counters.LinkBytes == 0) return;
        double most = (double)(counters.Cycles - machine.LaunchCycles) * machine.Links!.BytesPerSecond / machine.LoadClockHz;
        Require(operation, (Int128)counters.LinkBytes * machine.LoadClockHz <= (Int128)(counters.Cycles - machine.LaunchCycles) * machine.Links.BytesPerSecond,
            "link bytes", counters.LinkBytes, "<= link bandwidth x cycles", most);
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
        Memory memory = machine.Memory;
        // Bursts per bus, each BurstClocks of tCK, within cycles of the core clock.
        Int128 need = (Int128)counters.DramBursts * memory.Timing.BurstClocks * machine.LoadClockHz * memory.Timing.TckPs;
        long reading = Reading(machine, operation, counters);
        Int128 have = (Int128)memory.Buses * reading * 1_000_000_000_000;
        Require(operation, need <= have, "DRAM bursts", counters.DramBursts, "<= pin bandwidth x cycles",
            (double)have / ((double)memory.Timing.BurstClocks * machine.LoadClockHz * memory.Timing.TckPs));
        long busy = counters.Cycles - machine.LaunchCycles;
        CheckOutstanding(machine, operation, counters, reading);
        Require(operation, counters.SharedReadBytes <= 2 * (Int128)busy * machine.SharedBuffer.PortBytesPerCycle,
            "shared buffer reads", counters.SharedReadBytes, "<= both ports x cycles", 2.0 * busy * machine.SharedBuffer.PortBytesPerCycle);
        Require(operation, counters.ScratchpadWriteBytes <= 2 * (Int128)busy * machine.Cores * machine.Scratchpad.PortBytesPerCycle,
            "scratchpad fills", counters.ScratchpadWriteBytes, "<= ports x cycles", 2.0 * busy * machine.Cores * machine.Scratchpad.PortBytesPerCycle);
    }

    /// <summary>Cycles in which DRAM may have been read: weights of the next operation may still arrive during its launch.</summary>
    internal static long Reading(Machine machine, Operation operation, OperationCounters counters) =>
        counters.Cycles - (operation.PrefetchBytes > 0 ? 0 : machine.LaunchCycles);

    /// <summary>Little's law: bytes read times the least time each is under way fit into the bytes that may be under way times the cycles.</summary>
    private static void CheckOutstanding(Machine machine, Operation operation, OperationCounters counters, long busy)
    {
        if (machine.Dma is not { } dma) return;
        // What is larger than the limit travels alone.
        long most = Math.Max(dma.OutstandingBytes, machine.Memory.ChunkBytes);
        DramTiming t = machine.Memory.Timing;
        Int128 picoseconds = (Int128)(t.ReadLatency + t.BurstClocks) * t.TckPs;
        long least = machine.Memory.LatencyCycles + (long)(picoseconds * machine.LoadClockHz / 1_000_000_000_000);
        Require(operation, (Int128)counters.DramReadBytes * least <= (Int128)most * busy,
            "DRAM read bytes", counters.DramReadBytes, "<= bytes under way x cycles / latency", (double)most * busy / least);
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
}
