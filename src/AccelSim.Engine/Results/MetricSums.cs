using AccelSim.Model.Machines;
using AccelSim.Model.Results;
using AccelSim.Model.Systolic;

namespace AccelSim.Engine.Results;

/// <summary>Adds up operations of a step, each with its repeats, and derives the rates of the total.</summary>
public sealed class MetricSums(Machine machine)
{
    private readonly long[] stalls = new long[Enum.GetValues<StallCause>().Length];
    private long cycles, compute, macs, padded, readBytes, writeBytes, hits, bursts, sramRead, sramWrite, weightBits, weightElements;
    private double secondsAtPeak;

    // SCALE-Sim has no figure for attention, and a sum that lacks a part is none.
    private long? scaleSim = 0;
    private bool hasMacs;

    /// <summary>Cycles so far.</summary>
    public long Cycles => cycles;

    public void Add(OperationResult result, long repeats)
    {
        OperationCounters c = result.Counters;
        cycles += c.Cycles * repeats;
        compute += c.ComputeCycles * repeats;
        for (int i = 0; i < stalls.Length; i++) stalls[i] += c.Stalls[i] * repeats;
        long chips = machine.Chips * repeats;
        macs += result.Operation.Macs * chips;
        padded += OperationMetrics.PaddedMacs(result.Operation) * chips;
        readBytes += c.DramReadBytes * chips;
        writeBytes += c.DramWriteBytes * chips;
        hits += c.RowHits * chips;
        bursts += c.DramBursts * chips;
        sramRead += (c.SharedReadBytes + c.ScratchpadReadBytes + c.SumReadBytes) * chips;
        sramWrite += (c.SharedWriteBytes + c.ScratchpadWriteBytes + c.SumWriteBytes) * chips;
        double rate = result.Plans.LogicalRate(result.Operation);
        if (rate > 0) secondsAtPeak += result.Operation.Macs * (double)chips / (rate * machine.Cores * machine.Chips * machine.ClockHz);
        if (result.Operation.Macs > 0) AddScaleSim(ScaleSim.Cycles(machine, result.Operation), repeats);
        if (OperationMetrics.WeightBits(result.Operation) is { } weights)
        {
            weightBits += weights.Bits * repeats;
            weightElements += weights.Elements * repeats;
        }
    }

    private void AddScaleSim(long? cycles, long repeats)
    {
        hasMacs = true;
        scaleSim = checked(scaleSim + cycles * repeats);
    }

    /// <summary>Adds cycles that no operation explains, under one cause (host time per step).</summary>
    public void AddStall(StallCause cause, long extra)
    {
        cycles += extra;
        stalls[(int)cause] += extra;
    }

    public MetricValues Values()
    {
        var values = new MetricValues();
        double seconds = cycles / (double)machine.LoadClockHz;
        values.Set(Metrics.Cycles, cycles);
        values.Set(Metrics.LatencyUs, seconds * 1e6);
        values.Set(Metrics.Macs, macs);
        if (macs > 0)
        {
            double tops = 2.0 * macs / seconds * 1e-12, peak = 2.0 * macs / secondsAtPeak * 1e-12;
            values.Set(Metrics.Tops, tops);
            values.Set(Metrics.PeakTops, peak);
            values.Set(Metrics.Utilization, tops / peak);
            if (readBytes + writeBytes > 0) values.Set(Metrics.ArithmeticIntensity, 2.0 * macs / (readBytes + writeBytes));
            values.Set(Metrics.PaddedMacs, padded);
        }
        values.Set(Metrics.DramReadBytes, readBytes);
        values.Set(Metrics.DramWriteBytes, writeBytes);
        double bandwidth = (readBytes + writeBytes) / seconds;
        values.Set(Metrics.DramBandwidth, bandwidth * 1e-9);
        values.Set(Metrics.DramBandwidthUtilization, bandwidth / (machine.Memory.PeakBytesPerSecond * machine.Chips));
        if (bursts > 0) values.Set(Metrics.RowHitRate, hits / (double)bursts);
        values.Set(Metrics.SramReadBytes, sramRead);
        values.Set(Metrics.SramWriteBytes, sramWrite);
        values.Set(Metrics.Bound, OperationMetrics.BoundOf(compute, stalls));
        values.Set(Metrics.ComputeCycles, compute);
        for (int i = 0; i < stalls.Length; i++) values.Set(Metrics.Stalls[i], stalls[i]);
        if (hasMacs && scaleSim is { } figure) values.Set(Metrics.ScaleSimCycles, figure);
        if (weightElements > 0) values.Set(Metrics.WeightBits, weightBits / (double)weightElements);
        return values;
    }
}
