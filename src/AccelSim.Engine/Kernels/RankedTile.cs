using System.Collections.Immutable;

namespace AccelSim.Engine.Kernels;

/// <summary>
/// The tile and split that the BLAS takes where MMAs are asynchronous. It does not run its kernels to find the fastest; it ranks them by an estimate of its own, which is not
/// published. The estimate here is the simplest that names the kernels that ran: MMA time plus the time of the operands, in whole rounds, and a price of a split. Its five numbers are
/// fitted to kernel names alone (scripts/silicon/rank.py: maximum likelihood on the calibration half of results/silicon/recorded), never to a time; RankedTileTests holds how often it is right.
/// </summary>
public static class RankedTile
{
    /// <summary>Bytes per cycle at which a core's operands are taken to arrive; of an H100's 132 cores, 3.2 kB a cycle.</summary>
    private const double OperandWidth = 24.6;

    /// <summary>Weights are taken to arrive so much faster than activations: of two mirrored tiles the one wider along outputs runs.</summary>
    private const double WeightsFaster = 1.12;

    private const double SplitCycles = 7360;   // of the second kernel and the clearing of its sums
    private const double SumCycles = 3.93;     // of a core, per partial sum
    private const int LeastSteps = 16;         // of a part of a split

    private const int InTurn = 128 * 176;      // most outputs of a tile, of which a core holds two in registers and multiplies in turn ("ping-pong")

    /// <summary>
    /// Tiles of Hopper: 64 or 128 by any multiple of 8 either way; beyond two in registers, 128 to 320 outputs wide. The 67 recorded ones are among them; shapes of odd
    /// numbers of tokens need the others.
    /// </summary>
    public static ImmutableArray<KernelTile> Tiles { get; } = [.. All().Distinct()];

    /// <summary>Whether a core works on two tiles in turn, so that one is stored while the other multiplies.</summary>
    public static bool TakesTurns(KernelTile tile) => tile.Rows * tile.Columns <= InTurn;

    /// <summary>Ranks all tiles and splits of a plan.</summary>
    public static (KernelTile Tile, int Split) Of(KernelChip chip, GemmPlan plan, GemmShape shape)
    {
        ArgumentNullException.ThrowIfNull(chip);
        ArgumentNullException.ThrowIfNull(plan);
        (KernelTile Tile, int Split) best = default;
        double least = double.MaxValue, sums = SumCycles * shape.M * shape.N / chip.Cores;
        foreach (KernelTile tile in plan.Tiles)
        {
            int stepK = (int)(tile.StepBytes / plan.Activation), steps = Parts(shape.K, stepK);
            double tiles = (double)Parts(shape.M, tile.Rows) * Parts(shape.N, tile.Columns);
            double mma = (double)tile.Rows * tile.Columns * stepK / plan.MacsPerCycle;
            double step = mma + (((tile.Rows * plan.Activation) + (tile.Columns * plan.Weight / WeightsFaster)) * stepK / OperandWidth);
            foreach (int split in GemmKernels.Splits)
            {
                if (split > 1 && (split > plan.MaxSplit || steps < LeastSteps * split)) break;
                double cycles = (Math.Ceiling(tiles * split / chip.Cores) * Parts(steps, split) * step) + (split > 1 ? SplitCycles + (sums * split) : 0);
                if (cycles < least) (best, least) = ((tile, split), cycles);
            }
        }
        return best;
    }

    private static IEnumerable<KernelTile> All()
    {
        foreach (int wide in (int[])[64, 128])
        {
            for (int narrow = 8; narrow * 128 <= InTurn; narrow += 8)
            {
                yield return new(narrow, wide);
                yield return new(wide, narrow);
            }
        }
        foreach ((int outputs, int most) in ((int, int)[])[(128, 256), (192, 192), (256, 160), (320, 128)])
        {
            for (int tokens = 8; tokens <= most; tokens += 8) yield return new(tokens, outputs);
        }
    }

    private static int Parts(int whole, int part) => (whole + part - 1) / part;
}
