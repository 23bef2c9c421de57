using AccelSim.Engine.Bounds;
using AccelSim.Engine.Results;
using AccelSim.Model.Machines;
using AccelSim.Model.Operations;
using AccelSim.Model.Rooflines;

namespace AccelSim.Explore.Identities;

/// <summary>The roofline and its check values (section 2).</summary>
internal static class RooflineLaws
{
    /// <summary>Dense bf16 FLOP/s and bytes/s of H200 SXM (NVIDIA data sheet): 989.4 TFLOP/s, 4.8 TB/s.</summary>
    private static readonly Roofline H200 = new(989.4e12, 4.8e12);

    /// <summary>A10 (NVIDIA data sheet): 125 TFLOP/s, 600 GB/s.</summary>
    private static readonly Roofline A10 = new(125e12, 600e9);

    public static readonly Law Published = new("roofline-published", "2", LawKind.Equality,
        "Products on an H200 have the published compulsory bytes, bound and intensity.", chance =>
        {
            (long m, long n, long k) = chance.Turn((4096L, 4096L, 4096L), (1L, 8192L, 8192L));
            GemmOperation gemm = Gemms.Of(m, n, k, "bf16", "bf16");
            (long read, long write) = BoundJudge.Compulsory(gemm);
            double bytes = read + write, time = H200.Seconds(2.0 * gemm.Macs, bytes) * 1e6, intensity = 2.0 * gemm.Macs / bytes;
            return m == 4096
                ? new Trial([bytes, time], s => Slack.Min(Slack.Equal(s[0], 100_663_296), Slack.Printed(s[1], 138.91, 5)))
                : new Trial([bytes, time, intensity], s => Slack.Min(Slack.Equal(s[0], 134_250_496), Slack.Printed(s[1], 27.97, 4), Slack.Printed(s[2], 0.99976, 5)));
        });

    public static readonly Law WeightOnly = new("weight-only-speedup", "2", LawKind.Equality,
        "Weights of 4.125 bits speed a linear layer at ridge 208.3 up by 3.879 while memory binds, and by nothing above the ridge.", chance =>
        {
            (double batch, double speedup) = chance.Turn((1.0, 3.879), (32.0, 3.879), (64.0, 3.255), (128.0, 1.628), (256.0, 1.000));
            return new Trial([A10.WeightOnlySpeedup(4.125, batch)], s => Slack.Printed(s[0], speedup, 4));
        });

    public static readonly Law NeverBeaten = new("roofline", "2.6", LawKind.Bound,
        "No run is faster than its roofline: operations over the peak of the pair, bytes moved over the pins.", chance =>
        {
            DesignRun run = chance.Run();
            Machine machine = run.Machine;
            double rate = run.Result.Plans.LogicalRate(run.Operation) * machine.Cores * machine.LoadClockHz;
            if (rate == 0) return null;
            double bytes = run.Counters.DramReadBytes + run.Counters.DramWriteBytes;
            double least = new Roofline(2 * rate, machine.Memory.PeakBytesPerSecond).Seconds(2.0 * run.Operation.Macs, bytes);
            return new Trial([(run.Counters.Cycles - machine.LaunchCycles) / (double)machine.LoadClockHz * 1e9], s => Slack.AtLeast(s[0], least * 1e9 * (1 - 1e-9)));
        });

    public static readonly Law MonotoneInBandwidth = new("roofline-monotone", "6", LawKind.Bound,
        "Analytical time does not grow with bandwidth or peak, and the attainable rate is least of peak and intensity times bandwidth.", chance =>
        {
            var slow = new Roofline(chance.Real(1e12, 1e15), chance.Real(1e10, 1e13));
            Roofline fast = new(slow.OperationsPerSecond * chance.Real(1, 4), slow.BytesPerSecond * chance.Real(1, 4));
            double operations = chance.Real(1e6, 1e15), bytes = chance.Real(1e6, 1e12);
            return new Trial([fast.Seconds(operations, bytes) * 1e9, slow.Attainable(operations / bytes)], s => Slack.Min(
                Slack.AtMost(s[0], slow.Seconds(operations, bytes) * 1e9),
                Slack.Near(s[1], operations / slow.Seconds(operations, bytes))));
        });
}
