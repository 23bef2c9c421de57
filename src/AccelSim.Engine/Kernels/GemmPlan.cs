using System.Collections.Immutable;

namespace AccelSim.Engine.Kernels;

/// <summary>What the kernels of a family do for one GEMM, shape apart.</summary>
/// <param name="Activation">Bytes per activation in the GEMM.</param>
/// <param name="Weight">Bytes per weight, scales of groups with it.</param>
/// <param name="MacsPerCycle">Of one core.</param>
/// <param name="Quantises">Activations are quantised by kernels in front.</param>
/// <param name="Converts">Weights are widened in the main loop.</param>
/// <param name="VectorTokens">Most tokens for which a kernel without tensor cores runs; 0 for never.</param>
/// <param name="VectorProfiled">That kernel runs only where it is the faster one.</param>
/// <param name="MaxSplit">Most parts of K.</param>
/// <param name="Tiles">What the library offers.</param>
/// <param name="Alone">Measured by a profiler: without the gap between nodes of a graph and without other kernels.</param>
/// <param name="Helpers">Other kernels run beside the GEMM.</param>
/// <param name="Promotes">Vector units scale and add the sums of every step (128-wide block scales), a multiply-add per output; Blackwell's MMAs take scales of blocks (tcgen05, kind mxf8f6f4).</param>
/// <param name="Compiled">The tile is that of <see cref="CompiledTile"/>.</param>
/// <param name="Profiled">The tile is that which was fastest for the next power of two of tokens (TensorRT-LLM, plugins/common/gemmPluginProfiler).</param>
/// <param name="Flushed">Measured behind larger layers (aiconfigurator, collector/trtllm/collect_gemm_trt.py): weights come from DRAM, activations were just written.</param>
/// <param name="LargeRounds">The library deals only its largest tiles in several rounds; smaller ones where they fit in one, or are a single row or column of tiles.</param>
/// <param name="Exposed">The warps that multiply also store: no core reads while it stores, and the next tile of a core begins afterwards.</param>
/// <param name="Ranked">The tile and split are those of <see cref="RankedTile"/>, and tiles run in clusters.</param>
/// <param name="Stages">Most K steps in flight, where the library publishes it and they do not depend on the tile.</param>
/// <param name="StepElements">Elements of K that the main loop advances by a step, where they are not the tile's bytes of activations.</param>
public sealed record GemmPlan(double Activation, double Weight, double MacsPerCycle, bool Quantises, bool Converts, int VectorTokens, bool VectorProfiled, int MaxSplit,
    ImmutableArray<KernelTile> Tiles, bool Alone = false, bool Helpers = true,
    bool Promotes = false, bool Compiled = false, bool Profiled = false, bool Flushed = false, int? Stages = null, bool LargeRounds = false, bool Exposed = false, bool Ranked = false,
    int? StepElements = null)
{
    private const double Nvfp4 = 0.5 + (1.0 / 16); // bytes: four bits, and a scale of eight for every 16 elements

    /// <summary>Outputs of the least tile that may be dealt in several rounds.</summary>
    public int LeastInRounds => LargeRounds ? Tiles.Max(t => t.Rows * t.Columns) : 0;

    private static readonly ImmutableArray<KernelTile> SynchronousTiles =
    [
        new(256, 128), new(128, 256), new(128, 128), new(256, 64), new(64, 256), new(128, 64), new(64, 128), new(64, 64), new(32, 64), new(32, 128),
        new(16, 64), new(16, 128), new(64, 32), new(128, 32), new(32, 32),
    ];

    /// <summary>Integer kernels of inference frameworks are compiled for few tiles and steps (TensorRT-LLM, cutlass_kernels/cutlass_heuristic.cpp at 0b53e94).</summary>
    private static readonly ImmutableArray<KernelTile> IntegerTiles =
        [new(32, 128, 64), new(64, 64), new(64, 128, 64), new(128, 64, 64), new(128, 256, 64), new(256, 128, 64)];

    /// <summary>So are those that widen weights. The source has no 128 x 256 and a 16 x 256 instead; both halves of that make the calibration half worse.</summary>
    private static readonly ImmutableArray<KernelTile> WeightOnlyTiles =
        [new(16, 128), new(32, 128), new(64, 128), new(128, 128), new(128, 256)];

    /// <summary>
    /// DeepGEMM compiles for the shape, by a rule that changed between its published timings: any of its tiles, 64 or 128 tokens by a multiple of 16 outputs up to
    /// 128, so that one round fills the cores (its README, "unaligned block sizes").
    /// </summary>
    private static readonly ImmutableArray<KernelTile> CompiledTiles = [.. from rows in (int[])[64, 128] from columns in Enumerable.Range(1, 8) select new KernelTile(rows, 16 * columns)];

    private const int CompiledStages = 8; // of DeepGEMM [R], shared memory permitting

    /// <summary>Any multiple of 8 by one to four warp groups of 64; sums lie in 256 KiB of tensor memory [S, ML].</summary>
    private static readonly ImmutableArray<KernelTile> PairedTiles = [.. Paired()];

    private static IEnumerable<KernelTile> Paired()
    {
        foreach (int wide in (int[])[64, 128, 192, 256])
        {
            for (int narrow = 8; narrow <= 256; narrow += narrow < 64 ? 8 : 16)
            {
                yield return new(narrow, wide);
                if (narrow > 64 && narrow % 64 != 0) yield return new(wide, narrow);
            }
        }
    }

    /// <summary>
    /// The plan for a dtype of a data file. <c>2:4</c>: twice the MAC rate, half of the weights with two bits of index each, activations
    /// unchanged; on Hopper with the one kernel of <see cref="Sparse"/>. <c>_kernel</c>: the GEMM alone, without quantiser; of block scales
    /// under a profiler, without gap, by a library that is compiled for the shape (DeepGEMM).
    /// </summary>
    public static GemmPlan? Of(string dtype, KernelChip chip)
    {
        ArgumentNullException.ThrowIfNull(dtype);
        ArgumentNullException.ThrowIfNull(chip);
        if (Of(KernelModel.FamilyOf(dtype), chip) is not { } plan) return null;
        if (dtype.EndsWith("2:4", StringComparison.Ordinal))
            return Sparse(plan, chip);
        if (!dtype.EndsWith("_kernel", StringComparison.Ordinal)) return plan;
        GemmPlan alone = plan with { Quantises = false, Helpers = false };
        return dtype.Contains("block", StringComparison.Ordinal)
            ? alone with { Alone = true, Promotes = !chip.Paired, MaxSplit = 1, Tiles = CompiledTiles, Compiled = false, Ranked = false, Stages = CompiledStages }
            : alone;
    }

    /// <summary>
    /// 2:4 on Hopper runs one kernel unless a caller searches: cuSPARSELt's 256 tokens by 128 outputs without a split, for every one of the 377 shapes recorded in
    /// results/silicon/recorded. Small products therefore lose by it. Its MMAs read twice the activations a cycle, more than shared memory gives.
    /// </summary>
    private static GemmPlan Sparse(GemmPlan plan, KernelChip chip)
    {
        GemmPlan sparse = plan with { MacsPerCycle = 2 * plan.MacsPerCycle, Weight = (0.5 * plan.Weight) + (0.5 * 2 / 8) };
        if (chip.Generation != KernelGeneration.Asynchronous || chip.Paired) return sparse;
        // wgmma.sp m64n256 reads per step 32 bytes of each of 64 compressed rows of weights and 64 of each of 256 of activations (PTX ISA, wgmma.mma_async.sp).
        const double Rows = 64, Columns = 256, ActivationBytes = 64, SharedWidth = 128; // the last in bytes per cycle of a core's shared memory (32 banks of 4)
        double macs = Rows * Columns * (ActivationBytes / plan.Activation);
        double read = ((Columns * ActivationBytes) + (Rows * ActivationBytes / 2)) / SharedWidth;
        return sparse with { MacsPerCycle = Math.Min(sparse.MacsPerCycle, macs / read), Tiles = [new(256, 128)], MaxSplit = 1, Ranked = false };
    }

    /// <summary>The plan of a family on a chip, or null where the chip has no such units.</summary>
    public static GemmPlan? Of(KernelFamily family, KernelChip chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        bool asynchronous = chip.Generation == KernelGeneration.Asynchronous;
        ImmutableArray<KernelTile> tiles = chip.Paired ? PairedTiles : asynchronous ? RankedTile.Tiles : SynchronousTiles;
        // DeepGEMM's rule is that of Hopper; tensor memory has other tiles, and Ada a kernel of its own.
        bool compiled = asynchronous && !chip.Paired;
        GemmPlan? plan = family switch
        {
            KernelFamily.Dense16 => new(2, 2, chip.Rate16, false, false, asynchronous ? 0 : 1, true, 64, tiles, Helpers: false, LargeRounds: !asynchronous, Exposed: !asynchronous, Ranked: compiled),
            KernelFamily.Dense8 => new(1, 1, chip.RateFp8, true, false, 0, false, 64, tiles, Ranked: compiled),
            KernelFamily.Block8 => new(1, 1, chip.RateFp8, true, false, 0, false, 1, tiles, Promotes: !chip.Paired, Compiled: compiled, Exposed: compiled),
            KernelFamily.Block4 => new(Nvfp4, Nvfp4, chip.RateNvfp4, true, false, 0, false, 64, tiles, Ranked: compiled, StepElements: 256),
            KernelFamily.Integer8 => new(1, 1, chip.RateInt8, false, false, 4, false, 1, IntegerTiles, Profiled: true, Flushed: true),
            KernelFamily.WeightOnly8 => new(2, 1, chip.Rate16, false, true, 15, true, 7, WeightOnlyTiles, Flushed: true),
            KernelFamily.WeightOnly4 => new(2, 0.5 + (2.0 / 128), chip.Rate16, false, true, 15, true, 7, WeightOnlyTiles, Flushed: true),
            _ => throw new ArgumentOutOfRangeException(nameof(family), family, "not a GEMM family"),
        };
        return plan.MacsPerCycle > 0 ? plan : null;
    }
}
