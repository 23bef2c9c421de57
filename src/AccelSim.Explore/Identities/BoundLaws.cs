using AccelSim.Engine.Bounds;
using AccelSim.Engine.Results;
using AccelSim.Model.Formats;
using AccelSim.Model.Machines;
using AccelSim.Model.Mappings;
using AccelSim.Model.Operations;
using AccelSim.Model.Results;

namespace AccelSim.Explore.Identities;

/// <summary>Bounds with no tolerance (section 2) over random designs, the mapper included.</summary>
internal static class BoundLaws
{
    /// <summary>A quotient of whole numbers in floating point may be this much above its true value.</summary>
    private const double Rounding = 1e-12;

    public static readonly Law Compute = new("compute-bound", "2.1", LawKind.Bound,
        "Cycles are at least the MACs over the rate of the operand pair on all cores, and utilisation is above 0 and at most 1.", chance =>
        {
            DesignRun run = chance.Run();
            double rate = run.Result.Plans.LogicalRate(run.Operation) * run.Machine.Cores;
            if (rate == 0) return null;
            double utilisation = OperationMetrics.Of(run.Machine, run.Result).Number(Metrics.Utilization);
            return new Trial([run.Counters.Cycles - run.Machine.LaunchCycles, utilisation], s => Slack.Min(
                Slack.AtLeast(s[0], Math.Ceiling(run.Operation.Macs / rate * (1 - Rounding))), s[1] > 0 ? Slack.AtMost(s[1], 1) : -1));
        });

    public static readonly Law Levels = new("level-bandwidth", "2.2", LawKind.Bound,
        "Cycles are at least the bytes of a level over its bandwidth: DRAM pins, both ports of the shared buffer, links and scratchpads.", chance =>
        {
            DesignRun run = chance.Run();
            Machine machine = run.Machine;
            OperationCounters c = run.Counters;
            double pins = machine.Memory.PeakBytesPerSecond / machine.LoadClockHz;
            return new Trial(
                [c.Cycles - machine.LaunchCycles, c.DramReadBytes + c.DramWriteBytes, c.SharedReadBytes, c.NetworkBytes, c.ScratchpadWriteBytes],
                s => Slack.Min(
                    // The next operation's weights may still arrive during its launch.
                    Slack.AtLeast(s[0] + (run.Operation.PrefetchBytes > 0 ? machine.LaunchCycles : 0), s[1] / pins * (1 - Rounding)),
                    Slack.AtLeast(s[0], s[2] / (2.0 * machine.SharedBuffer.PortBytesPerCycle)),
                    Slack.AtLeast(s[0], s[3] / (2.0 * machine.Cores * machine.Network.BytesPerCorePerCycle)),
                    Slack.AtLeast(s[0], s[4] / (2.0 * machine.Cores * machine.Scratchpad.PortBytesPerCycle))));
        });

    public static readonly Law Dependency = new("dependency-chain", "2.3", LawKind.Bound,
        "No result before launch, the first read of a closed row, the way to a core and one cycle of work.", chance =>
        {
            DesignRun run = chance.Run();
            DramTiming t = run.Machine.Memory.Timing;
            bool cold = run.Operation is not GemmOperation { ActivationsOnChip: true };
            double read = cold ? (double)(t.ActivateToRead + t.ReadLatency + t.BurstClocks) * t.TckPs * run.Machine.LoadClockHz / 1e12 : 0;
            double least = run.Machine.LaunchCycles + read * (1 - Rounding) + run.Machine.Network.Latency + 1;
            return new Trial([run.Counters.Cycles], s => Slack.AtLeast(s[0], least));
        });

    public static readonly Law Compulsory = new("compulsory-traffic", "2.4", LawKind.Bound,
        "DRAM moves every input element and every output at least once, with scales, metadata and index bits.", chance =>
        {
            DesignRun run = chance.Run();
            (long read, long write) = BoundJudge.Compulsory(run.Operation);
            return new Trial([run.Counters.DramReadBytes, run.Counters.DramWriteBytes], s => Slack.Min(Slack.AtLeast(s[0], read), Slack.AtLeast(s[1], write)));
        });

    public static readonly Law CompulsoryOnChip = new("compulsory-on-chip", "2.4", LawKind.Equality,
        "A product that fits on chip moves exactly the compulsory bytes.", chance =>
        {
            RandomDesigns designs = chance.Designs();
            Machine machine = designs.Machine();
            if (designs.Operation() is not GemmOperation gemm) return null;
            // Rows and columns in one wave each, so that nothing stored per tensor is stored twice.
            machine = machine with { Scratchpad = machine.Scratchpad with { CapacityBytes = 1L << 40 } };
            GemmShape shape = gemm.Shapes[0];
            // A panel is warm as a whole.
            long whole = gemm.Weights.Store(OperandRole.Weights, shape.K, shape.N).Bytes;
            gemm = gemm with { Shapes = [shape with { Count = 1 }], WarmWeightBytes = gemm.WarmWeightBytes > 0 ? whole : 0 };
            var map = new Mapping { TileM = (int)shape.M, TileN = (int)shape.N, TileK = 32 * (1 + (int)shape.K % 3), HoldActivations = true, HoldWeights = true };
            OperationCounters c = new Simulator(machine).Run(gemm, map).Counters;
            (long read, long write) = BoundJudge.Compulsory(gemm);
            return Trial.Equal([c.DramReadBytes, c.DramWriteBytes], read, write);
        });

    public static readonly Law Attribution = new("every-cycle-explained", "2.5", LawKind.Equality,
        "Compute and the attributed stalls, none of them negative, are the cycles.", chance =>
        {
            DesignRun run = chance.Run();
            OperationCounters c = run.Counters;
            return new Trial([c.Cycles, c.ComputeCycles, .. c.Stalls.Select(x => (double)x)],
                s => Slack.Min(Slack.Equal(s.Skip(1).Sum(), s[0]), s.Min() >= 0 ? 0 : -1));
        });

    public static readonly Law SerialSum = new("serial-sum", "2.6", LawKind.Bound,
        "Cycles are at most the sum of all resources one after another, overheads included.", chance =>
        {
            DesignRun run = chance.Run();
            double most = Serial(run.Machine, run.Counters);
            return new Trial([run.Counters.Cycles], s => Slack.AtMost(s[0], most));
        });

    public static readonly Law Peaks = new("peaks", "2.7", LawKind.Bound,
        "Reported rates never exceed the peaks of the machine: tops that of the pair, bandwidth that of the pins.", chance =>
        {
            DesignRun run = chance.Run();
            MetricValues values = OperationMetrics.Of(run.Machine, run.Result);
            double pins = run.Machine.Memory.PeakBytesPerSecond * 1e-9, bandwidth = values.Number(Metrics.DramBandwidth);
            if (!values.Has(Metrics.Tops)) return new Trial([bandwidth], s => Slack.AtMost(s[0], pins * (1 + 1e-9)));
            double peak = values.Number(Metrics.PeakTops);
            return new Trial([bandwidth, values.Number(Metrics.Tops)], s => Slack.Min(Slack.AtMost(s[0], pins * (1 + 1e-9)), Slack.AtMost(s[1], peak * (1 + 1e-9))));
        });

    /// <summary>Every burst on one bus in a row conflict, every byte over every port alone, every latency for every step.</summary>
    private static double Serial(Machine machine, OperationCounters c)
    {
        Memory memory = machine.Memory;
        DramTiming t = memory.Timing;
        double burst = (t.Precharge + t.ActivateToRead + t.ActivateToPrecharge + t.ReadLatency + t.WriteLatency + t.WriteRecovery + t.BurstClocks
            + t.BankGroups * (t.ActivateToActivate + t.FourActivates) + t.ReadToWrite + t.WriteToRead) * t.TckPs / (1e12 / machine.LoadClockHz);
        double refresh = 1 + 2.0 * t.RefreshCycle / t.RefreshInterval;
        double ports = c.SharedReadBytes / (double)machine.SharedBuffer.PortBytesPerCycle
            + c.NetworkBytes / (double)Math.Min(machine.Network.BytesPerCorePerCycle, machine.Network.SharedLinkBytesPerCycle) + c.ScratchpadWriteBytes / (double)machine.Scratchpad.PortBytesPerCycle;
        double steps = c.Steps * (memory.LatencyCycles + 2.0 * machine.Network.LatencyTo(machine.Cores) + machine.SharedBuffer.Latency + machine.VectorUnit.Latency + 10);
        // With one chunk under way at a time every burst may wait for the way of the one before; in a linear layout every byte may take an access of its own, of two cycles.
        if (machine.Dma is not null) steps += (double)c.DramBursts * memory.LatencyCycles;
        double fetches = c.ScratchpadReadBytes * (machine.Scratchpad.Layout == ScratchpadLayout.Linear ? 2.0 : 1);
        double units = 10.0 * (c.DenseBusyCycles + c.SparseBusyCycles + c.RescaleBusyCycles + c.VectorBusyCycles) + 1000;
        return machine.LaunchCycles + refresh * c.DramBursts * burst + ports + fetches + steps + units + 3.0 * c.DramBursts;
    }
}
