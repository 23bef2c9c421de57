using System.Collections.Immutable;

namespace AccelSim.Engine.Kernels;

/// <summary>What calibration finds for one library of GEMM kernels on one generation of tensor cores.</summary>
/// <param name="values">In the order of <see cref="Catalogue"/>.</param>
public sealed class MatmulConstants(ImmutableArray<double> values)
{
    /// <summary>Every constant, in order.</summary>
    public static ImmutableArray<KernelConstant> Catalogue { get; } =
    [
        new("issue", "ratio", 0.92, 0.4, 1, "Share of the MMA rate that the main loop issues when nothing else limits it."),
        new("step_overhead", "cycles", 40, 0, 600, "Cycles of a K step that are not hidden: barriers and address arithmetic."),
        new("steps_in_flight", "count", 3, 1, 16, "K steps whose loads are in flight at once; latency / this bounds a step (Little's law)."),
        new("tile_overhead", "cycles", 700, 0, 8000, "Prologue and epilogue of a tile, size apart."),
        new("epilogue_width", "B/cycle", 18, 2, 256, "Output bytes that a core converts and stores per cycle."),
        new("fill_share", "ratio", 1, 0.1, 2, "Share of the network's bytes per core and cycle that tile loads reach; above 1 with multicast."),
        new("contention", "ratio", 0.15, 0, 1, "Share of the shorter of compute and memory time that the pipeline of the kernel does not hide behind the longer."),
        new("split_least_steps", "count", 6, 1, 64, "Least K steps that the library leaves to a part of a split."),
        new("split_below", "ratio", 1.3, 0, 4, "K is split only where tiles per core are below this."),
        new("split_full_steps", "count", 64, 6, 1024, "Least K steps of a part where there are more tiles than that."),
        new("split_launch", "us", 0, 0, 10, "What a split costs beyond a second kernel: clearing the buffer of the partial sums, and its semaphores."),
        new("helper_launch", "us", 4, 0, 16, "Kernels beside the GEMM (quantisers, workspaces of the framework): their time with nothing to do."),
        new("quantise_bytes", "B/element", 3, 1, 30, "Bytes that quantisers move per activation."),
        new("convert_rate", "elements/cycle", 64, 4, 1024, "Weights that a core widens per cycle in the main loop."),
        new("gemv_launch", "us", 2, 0, 16, "As helper_launch, beside the vector kernel of few tokens."),
        new("gemv_rate", "elements/cycle", 100, 4, 2000, "Weights times tokens that a core multiplies per cycle in the vector kernel of few tokens, outside tensor cores."),
        new("gemv_step", "cycles", 300, 0, 10000, "Cycles per 1024 of K that a warp of that kernel waits for its loads."),
        new("gemv_output", "cycles", 8, 0, 400, "Cycles of a core per output of that kernel: the sum over a warp, and its store."),
    ];

    private readonly double[] v = [.. values];

    public double Issue => v[0];
    public double StepOverhead => v[1];
    public double StepsInFlight => v[2];
    public double TileOverhead => v[3];
    public double EpilogueWidth => v[4];
    public double FillShare => v[5];
    public double Contention => v[6];
    public double SplitLeastSteps => v[7];
    public double SplitBelow => v[8];
    public double SplitFullSteps => v[9];
    public double SplitLaunchUs => v[10];
    public double HelperLaunchUs => v[11];
    public double QuantiseBytes => v[12];
    public double ConvertRate => v[13];
    public double GemvLaunchUs => v[14];
    public double GemvRate => v[15];
    public double GemvStep => v[16];
    public double GemvOutput => v[17];

    /// <summary>Whether kernels of a family on a generation do what a constant describes; the others keep its start.</summary>
    public static bool Uses(KernelGeneration generation, KernelFamily family, string constant)
    {
        ArgumentNullException.ThrowIfNull(constant);
        bool widens = family is KernelFamily.WeightOnly4 or KernelFamily.WeightOnly8, quantises = family is KernelFamily.Dense8 or KernelFamily.Block8;
        bool ranked = generation == KernelGeneration.Asynchronous && family is KernelFamily.Dense16 or KernelFamily.Dense8;
        return constant switch
        {
            // The libraries that widen weights agree with the start: freed, it stays there or falls into a worse optimum.
            "split_full_steps" or "split_least_steps" => family is KernelFamily.Dense16 && !ranked,
            "split_below" => family is not (KernelFamily.Block8 or KernelFamily.Integer8) && !ranked,
            "split_launch" => widens,
            "helper_launch" => family != KernelFamily.Dense16,
            "quantise_bytes" => quantises,
            "convert_rate" => widens,
            "gemv_launch" or "gemv_rate" or "gemv_step" or "gemv_output" => widens || family == KernelFamily.Integer8 || (family == KernelFamily.Dense16 && generation == KernelGeneration.Synchronous),
            _ => true,
        };
    }
}
