namespace AccelSim.Engine.Kernels;

/// <summary>Which bytes of a GEMM come from DRAM in the steady state of replays.</summary>
/// <param name="Activations">Bytes.</param>
/// <param name="Weights">Bytes.</param>
/// <param name="Outputs">Bytes.</param>
/// <param name="Warm">Share of the weights that is found in L2.</param>
/// <param name="ActivationsWarm">Share of activations and outputs that stays there.</param>
internal readonly record struct GemmTraffic(double Activations, double Weights, double Outputs, double Warm, double ActivationsWarm)
{
    /// <summary>Of an output, a 16-bit float.</summary>
    public const double OutputBytes = 2;

    private const int MostCopies = 5; // weight copies over which the shared rows' replays rotate (data/README, hardware reference 7.2)

    public double Bytes => Activations + Weights + Outputs;

    /// <summary>Outputs that leave L2.</summary>
    public double StoredBytes => Outputs * (1 - ActivationsWarm);

    public double Compulsory => (Weights * (1 - Warm)) + ((Activations + Outputs) * (1 - ActivationsWarm));

    /// <summary>Operands, each byte as often as it arrives for the first time.</summary>
    public double OperandBytes => Activations + Weights;

    /// <summary>Traffic of a shape; replays go round the weight copies that it names, or as many as the shared rows do.</summary>
    public static GemmTraffic Of(KernelChip chip, SharedConstants shared, GemmPlan plan, GemmShape shape)
    {
        double weights = (double)shape.N * shape.K * plan.Weight, activations = (double)shape.M * shape.K * plan.Activation;
        double outputs = (double)shape.M * shape.N * OutputBytes;
        double warm = shared.Kept(chip, activations + outputs);
        if (plan.Flushed) return new(activations, weights, outputs, 0, warm);
        double copies = shape.WeightCopies > 0 ? shape.WeightCopies : Math.Clamp(Math.Ceiling(chip.L2Capacity / weights), 1, MostCopies);
        return new(activations, weights, outputs, shared.Kept(chip, (copies * weights) + activations + outputs), warm);
    }

    /// <summary>Operands beyond L2 are read again by every round of a near-square block of tiles.</summary>
    public double Dram(KernelChip chip, SharedConstants shared, GemmPlan plan, GemmShape shape, KernelTile tile, int rows, int columns)
    {
        if (Activations + Weights <= shared.L2Bytes(chip)) return Compulsory;
        double wide = Math.Sqrt((double)chip.Cores * tile.Columns / tile.Rows);
        double high = Math.Min(rows, Math.Max(1, Math.Floor(chip.Cores / Math.Max(1, Math.Min(wide, columns)))));
        double across = Math.Min(columns, Math.Ceiling(chip.Cores / high));
        double rounds = Math.Max(1, (double)rows * columns / (high * across));
        double read = rounds * ((high * tile.Rows * plan.Activation) + (across * tile.Columns * plan.Weight)) * shape.K;
        return Math.Max(Compulsory, Math.Min(read, Weights + (Activations * columns)) + Outputs);
    }
}

/// <summary>Partial sums of a split that a second kernel adds up.</summary>
/// <param name="SpiltBytes">Those that do not stay in L2 from their writing to their reading, once each way.</param>
/// <param name="BytesEach">Of a sum; 0 where the library adds them up in place.</param>
internal readonly record struct PartialSums(double SpiltBytes, double BytesEach)
{
    /// <summary>Of a sum.</summary>
    public const double Bytes = 4;

    public static PartialSums Of(KernelChip chip, SharedConstants shared, double sums) =>
        new(Math.Max(0, (sums * Bytes) - (shared.L2Bytes(chip))), Bytes);
}
