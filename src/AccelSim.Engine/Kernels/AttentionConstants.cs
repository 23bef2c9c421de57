using System.Collections.Immutable;

namespace AccelSim.Engine.Kernels;

/// <summary>What calibration finds for one family of attention kernels on one generation of tensor cores.</summary>
/// <param name="values">In the order of <see cref="Catalogue"/>.</param>
public sealed class AttentionConstants(ImmutableArray<double> values)
{
    /// <summary>Every constant, in order.</summary>
    public static ImmutableArray<KernelConstant> Catalogue { get; } =
    [
        new("helper_launch", "us", 6, 0, 16, "Kernels beside the main one (scheduler, store of new keys): their time with nothing to do."),
        new("issue", "ratio", 0.8, 0.3, 1, "Share of the MMA rate that both products issue when nothing else limits them."),
        new("step_overhead", "cycles", 100, 0, 3000, "Cycles of a block of keys that are not hidden: barriers, page look-up, rescaling of the sum."),
        new("part_overhead", "cycles", 2000, 0, 30000, "Prologue and epilogue of one part: one group of query rows over one range of keys."),
        new("exp_cost", "ratio", 1, 0.1, 6, "Softmax time per score over the time of its exponential: maxima, sums and conversions beside it."),
        new("exp_overlap", "ratio", 0.5, 0, 1, "Share of softmax that hides behind the products of another group of warps."),
        new("epilogue_width", "B/cycle", 32, 1, 512, "Bytes of sums that a core scales and stores per cycle at the end of a part."),
        new("contention", "ratio", 0.2, 0, 1, "Share of the shorter of compute and memory time that the pipeline of the kernel does not hide behind the longer."),
        new("sequence_cost", "ns", 10, 0, 100, "Time per sequence of the batch in the scheduler kernel."),
        new("combine_launch", "us", 2, 0, 10, "Extra time when the cache is split: the reduction starts after the parts."),
        new("reduce_block", "ns", 2, 0, 20, "Time per block of threads of the reduction that a replayed graph runs whether the cache is split or not."),
        new("tail", "ratio", 0.5, 0, 2, "Imbalance at the end of a prompt's kernel, in parts of mean length."),
        new("store_bytes", "B/element", 3, 0, 60, "Bytes per element that moving new keys and values into the cache takes before attention over a prompt."),
        new("store_token", "ns", 2, 0, 60, "Time per token of that kernel, which runs a block of threads for each."),
        new("regroup_launch", "us", 5, 0, 20, "Copies that put the query heads of a key head together, where neither batch nor key heads is 1."),
        new("regroup_bytes", "B/element", 10, 0, 60, "Bytes that these copies move per query element."),
    ];

    private readonly double[] v = [.. values];

    public double HelperLaunchUs => v[0];
    public double Issue => v[1];
    public double StepOverhead => v[2];
    public double PartOverhead => v[3];
    public double ExpCost => v[4];
    public double ExpOverlap => v[5];
    public double EpilogueWidth => v[6];
    public double Contention => v[7];
    public double SequenceCostNs => v[8];
    public double CombineLaunchUs => v[9];
    public double ReduceBlockNs => v[10];
    public double Tail => v[11];
    public double StoreBytes => v[12];
    public double StoreTokenNs => v[13];
    public double RegroupLaunchUs => v[14];
    public double RegroupBytes => v[15];

    /// <summary>Whether kernels of a family on a generation do what a constant describes; the others keep its start.</summary>
    public static bool Uses(KernelGeneration generation, KernelFamily family, string constant)
    {
        ArgumentNullException.ThrowIfNull(constant);
        bool decodes = family is KernelFamily.Decode16 or KernelFamily.Decode8, synchronous = generation == KernelGeneration.Synchronous;
        return constant switch
        {
            "combine_launch" => decodes || !synchronous,
            "reduce_block" => decodes && !synchronous,
            "tail" or "store_bytes" or "store_token" => !decodes,
            "regroup_launch" or "regroup_bytes" => decodes && synchronous,
            _ => true,
        };
    }
}
