using System.Collections.Immutable;

namespace AccelSim.Engine.Kernels;

/// <summary>What calibration finds for one family of attention kernels on one generation of tensor cores.</summary>
/// <param name="values">In the order of <see cref="Catalogue"/>.</param>
public sealed class AttentionConstants(ImmutableArray<double> values)
{
    /// <summary>Every constant, in order.</summary>
    public static ImmutableArray<KernelConstant> Catalogue { get; } =
    [
        new("launch", "us", 9, 1, 20, "Start and end of the kernels of an attention operation that does nothing: scheduler and main kernel."),
        new("issue", "ratio", 0.8, 0.3, 1, "Share of the MMA rate that both products issue when nothing else limits them."),
        new("step_overhead", "cycles", 100, 0, 3000, "Cycles of a block of keys that are not hidden: barriers, page look-up, rescaling of the sum."),
        new("steps_in_flight", "count", 1.5, 0.3, 16, "Blocks of keys whose loads are in flight; latency / this bounds a step."),
        new("part_overhead", "cycles", 3000, 0, 30000, "Prologue and epilogue of one part: one group of query rows over one range of keys."),
        new("exp_cost", "ratio", 1, 0, 6, "Softmax time per score over the time of its exponential: maxima, sums and conversions beside it."),
        new("exp_overlap", "ratio", 0.5, 0, 1, "Share of softmax that hides behind the products of another group of warps."),
        new("resident", "count", 2, 1, 4, "Parts that share a core; rounded."),
        new("fill_share", "ratio", 0.8, 0.1, 2, "Share of the network's bytes per core and cycle that loads of keys and values reach."),
        new("dram_efficiency", "ratio", 0.85, 0.4, 1, "Share of the pin bandwidth that long streams reach."),
        new("dram_ramp", "us", 0.6, 0, 8, "Time to fill and drain the memory pipeline once per kernel."),
        new("warm_below", "ratio", 0.6, 0.1, 1.5, "Cache size over L2 capacity up to which it stays in L2 between replays."),
        new("cold_above", "ratio", 1.6, 1, 6, "Multiple of warm_below above which nothing stays."),
        new("combine_launch", "us", 1.5, 0, 10, "Extra time when the cache is split: the reduction starts after the parts."),
        new("contention", "ratio", 0.05, 0, 1, "Share of the shorter of compute and memory time that does not overlap with the longer."),
        new("tail", "ratio", 0.5, 0, 2, "Imbalance at the end, in parts of mean length."),
        new("power", "ratio", 1, 0, 3, "Dynamic power of tensor cores at full rate and boost clock over what the power cap leaves for it."),
        new("sequence_cost", "ns", 0, 0, 100, "Time per sequence of the batch in the scheduler kernel."),
        new("epilogue_width", "B/cycle", 32, 1, 512, "Bytes of sums that a core scales and stores per cycle at the end of a part."),
        new("most_splits", "count", 32, 1, 128, "Most parts of the cache that the library makes; rounded."),
        new("regroup_launch", "us", 0, 0, 20, "Copies that put the query heads of a key head together, where neither batch nor key heads is 1."),
        new("regroup_bytes", "B/element", 4, 0, 60, "Bytes that these copies move per query element."),
        new("store_bytes", "B/element", 1, 0, 60, "Bytes per element that moving new keys and values into the cache takes before attention over a prompt."),
        new("store_token", "ns", 3, 0, 60, "Time per token of that kernel, which runs a block of threads for each."),
    ];

    private readonly double[] v = [.. values];

    public double LaunchUs => v[0];
    public double Issue => v[1];
    public double StepOverhead => v[2];
    public double StepsInFlight => v[3];
    public double PartOverhead => v[4];
    public double ExpCost => v[5];
    public double ExpOverlap => v[6];
    public double Resident => v[7];
    public double FillShare => v[8];
    public double DramEfficiency => v[9];
    public double DramRampUs => v[10];
    public double WarmBelow => v[11];
    public double ColdAbove => v[12];
    public double CombineLaunchUs => v[13];
    public double Contention => v[14];
    public double Tail => v[15];
    public double Power => v[16];
    public double SequenceCostNs => v[17];
    public double EpilogueWidth => v[18];
    public double MostSplits => v[19];
    public double RegroupLaunchUs => v[20];
    public double RegroupBytes => v[21];
    public double StoreBytes => v[22];
    public double StoreTokenNs => v[23];
}
