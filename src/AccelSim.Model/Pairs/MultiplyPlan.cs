using AccelSim.Model.Formats;

namespace AccelSim.Model.Pairs;

/// <summary>
/// How a machine multiplies one pair of operand formats: rates of the dense and sparse passes, what share of K each handles,
/// and what has to be gathered, selected and rescaled. Everything per core.
/// </summary>
public sealed record MultiplyPlan
{
    public required NumberFormat Activations { get; init; }

    public required NumberFormat Weights { get; init; }

    /// <summary>MACs per cycle of the dense pass (2:4 included).</summary>
    public required long DenseRate { get; init; }

    /// <summary>Of every <see cref="Bank"/> elements of K the dense pass multiplies this many.</summary>
    public int DensePerBank { get; init; } = 1;

    public int Bank { get; init; } = 1;

    /// <summary>High-precision elements per bank; 0 without SQ-format.</summary>
    public int HighPerBank { get; init; }

    /// <summary>MACs per cycle of the high pass.</summary>
    public long HighRate { get; init; }

    /// <summary>The high pass runs on the multipliers of the low pass, after it.</summary>
    public bool HighOnDenseUnit { get; init; }

    /// <summary>SQ weights: operand vectors are selected per column.</summary>
    public bool Selects { get; init; }

    /// <summary>SQ activations: elements are gathered into groups.</summary>
    public bool Gathers { get; init; }

    /// <summary>SQ activations with a mask made on the fly.</summary>
    public bool RanksTopK { get; init; }

    /// <summary>Elements of K per scaled accumulation; 0 when sums stay in the accumulator over all of K.</summary>
    public int RescaleGroup { get; init; }

    /// <summary>Scaled accumulations per output and <see cref="RescaleGroup"/>: 2 for SQ-format (low and high), 1 otherwise.</summary>
    public int RescalesPerGroup { get; init; }

    /// <summary>What was promoted or expanded, for the table; empty when the pair runs natively.</summary>
    public string Note { get; init; } = "";

    /// <summary>Logical MACs per cycle and core that this pair can reach: sparsity included, concurrent units counted once.</summary>
    public double LogicalRate
    {
        get
        {
            double low = (double)DensePerBank / Bank / DenseRate;
            if (HighPerBank == 0) return 1 / low;
            double high = (double)HighPerBank / Bank / HighRate;
            return 1 / (HighOnDenseUnit ? low + high : Math.Max(low, high));
        }
    }
}
