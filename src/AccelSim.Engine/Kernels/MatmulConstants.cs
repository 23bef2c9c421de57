using System.Collections.Immutable;

namespace AccelSim.Engine.Kernels;

/// <summary>What calibration finds for one family of GEMM kernels on one generation of tensor cores.</summary>
/// <param name="values">In the order of <see cref="Catalogue"/>.</param>
public sealed class MatmulConstants(ImmutableArray<double> values)
{
    /// <summary>Every constant, in order.</summary>
    public static ImmutableArray<KernelConstant> Catalogue { get; } =
    [
        new("launch", "us", 2.5, 1, 20, "Start and end of a kernel that does nothing, as a node of a replayed graph."),
        new("issue", "ratio", 0.85, 0.4, 1, "Share of the MMA rate that the main loop issues when nothing else limits it."),
        new("step_overhead", "cycles", 40, 0, 600, "Cycles of a K step that are not hidden: barriers and address arithmetic."),
        new("steps_in_flight", "count", 3.5, 1, 16, "K steps whose loads are in flight at once; latency / this bounds a step (Little's law)."),
        new("tile_overhead", "cycles", 700, 0, 8000, "Prologue and epilogue of a tile, size apart."),
        new("epilogue_width", "B/cycle", 18, 2, 256, "Output bytes that a core converts and stores per cycle."),
        new("tail_share", "ratio", 0.1, 0, 1, "Share of the epilogue that hides behind the next tile of the same core (persistent kernels)."),
        new("dram_efficiency", "ratio", 0.85, 0.6, 1, "Share of the pin bandwidth that long streams reach."),
        new("dram_ramp", "us", 0.6, 0, 6, "Time to fill and drain the memory pipeline once per kernel."),
        new("reduce_launch", "us", 2.2, 0, 8, "Extra time when K is split: the second pass starts after the first."),
        new("reduce_width", "ratio", 1, 0.02, 2, "Share of the L2 bandwidth at which partial sums are written and read again."),
        new("fill_share", "ratio", 1, 0.1, 2, "Share of the network's bytes per core and cycle that tile loads reach; above 1 with multicast."),
        new("contention", "ratio", 0.05, 0, 1, "Share of the shorter of compute and memory time that does not overlap with the longer."),
        new("warm_below", "ratio", 0.6, 0.1, 1.5, "Working set over L2 capacity up to which everything stays in L2 between replays."),
        new("cold_above", "ratio", 1.6, 1, 6, "Multiple of warm_below above which nothing stays."),
        new("split_least_steps", "count", 6, 1, 64, "Least K steps that the library leaves to a part of a split."),
        new("split_below", "ratio", 1.3, 0, 4, "K is split only where tiles per core are below this."),
        new("power_mma", "ratio", 1, 0, 3, "Dynamic power of tensor cores at full rate and boost clock over the power cap."),
        new("power_dram", "ratio", 0.2, 0, 2, "Dynamic power of memory at full bandwidth over the power cap."),
        new("power_idle", "ratio", 0.25, 0, 0.6, "Power that does not depend on load over the power cap."),
        new("quantise_launch", "us", 2, 0, 16, "Kernels that quantise activations in front of the GEMM: their time with nothing to do."),
        new("quantise_bytes", "B/element", 3, 1, 30, "Bytes that these kernels move per activation."),
        new("convert_rate", "elements/cycle", 64, 4, 1024, "Weights that a core widens per cycle in the main loop."),
        new("gemv_launch", "us", 3, 1, 20, "As launch, for the vector kernel of few tokens."),
        new("gemv_rate", "elements/cycle", 100, 4, 2000, "Weights times tokens that a core multiplies per cycle in that kernel, outside tensor cores."),
        new("gemv_step", "cycles", 300, 0, 10000, "Cycles per 1024 of K that a warp of that kernel waits for its loads."),
        new("gemv_dram_efficiency", "ratio", 0.85, 0.4, 1, "As dram_efficiency, for that kernel."),
        new("gemv_output", "cycles", 4, 0, 400, "Cycles of a core per output of that kernel: the sum over a warp, and its store."),
        new("power_delay", "us", 500, 1, 100000, "Kernel time at which half of the throttling has set in: replays repeat a kernel a few times, the controller averages over longer."),
    ];

    private readonly double[] v = [.. values];

    public double LaunchUs => v[0];
    public double Issue => v[1];
    public double StepOverhead => v[2];
    public double StepsInFlight => v[3];
    public double TileOverhead => v[4];
    public double EpilogueWidth => v[5];
    public double TailShare => v[6];
    public double DramEfficiency => v[7];
    public double DramRampUs => v[8];
    public double ReduceLaunchUs => v[9];
    public double ReduceWidth => v[10];
    public double FillShare => v[11];
    public double Contention => v[12];
    public double WarmBelow => v[13];
    public double ColdAbove => v[14];
    public double SplitLeastSteps => v[15];
    public double SplitBelow => v[16];
    public double PowerMma => v[17];
    public double PowerDram => v[18];
    public double PowerIdle => v[19];
    public double QuantiseLaunchUs => v[20];
    public double QuantiseBytes => v[21];
    public double ConvertRate => v[22];
    public double GemvLaunchUs => v[23];
    public double GemvRate => v[24];
    public double GemvStep => v[25];
    public double GemvDramEfficiency => v[26];
    public double GemvOutput => v[27];
    public double PowerDelayUs => v[28];
}
