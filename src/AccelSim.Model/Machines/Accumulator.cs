namespace AccelSim.Model.Machines;

/// <summary>How partial sums of the tensor unit are kept: one record sets rounding in the functional path, area and energy.</summary>
/// <param name="Model">Name in the functional catalogue: <c>exact</c>, <c>int32_wrap</c>, <c>int32_saturate</c>, <c>fp32_fma</c>, <c>pairwise_fp32</c>, <c>t_fdpa</c>, <c>two_level_fp8</c>, <c>fp8_mma_chained</c>, <c>fp8_mma_split</c>.</param>
/// <param name="GroupLength">T-FDPA: products added exactly before truncation (L).</param>
/// <param name="FractionBits">T-FDPA: fraction bits kept at alignment (F).</param>
/// <param name="Bits">Width of the stored accumulator in bits; sizes the accumulators in the scratchpad.</param>
public sealed record Accumulator(string Model, int GroupLength, int FractionBits, int Bits)
{
    /// <summary>Exact integer or fixed-point sum inside a bank, one fp32 fused multiply-add per scale (sq-format reference, section 3.1).</summary>
    public static readonly Accumulator Default = new("exact", 16, 25, 32);

    /// <summary>T-FDPA and exact sums: rounding of a group's sum (rho). Unless given, what <see cref="Bits"/> suggests; see <see cref="UsualOutput"/>.</summary>
    public AccumulatorOutput Output { get; init; } = UsualOutput(Bits);

    /// <summary>T-FDPA: exponent that zero terms hold (e0); null for the rule of thumb that published values follow, (-126 or -14 for fp16) - (F - 18).</summary>
    public int? ZeroExponent { get; init; }

    public int Bytes => (Bits + 7) / 8;

    /// <summary>Why no sum of this shape fits 62 bits, or null: a term is below 4 * 2^F, the accumulator below 2 * 2^F.</summary>
    public static string? WidthFault(int groupLength, int fractionBits) =>
        fractionBits is < 1 or > 60 || (4 * (Int128)groupLength + 2) << fractionBits >= (Int128)1 << 62
            ? $"{fractionBits} fraction bits under a group of {groupLength} do not fit a sum of 62 bits"
            : null;

    /// <summary>fp16 for 16 bits; sign, eight exponent and 13 fraction bits are the 22 of E8M13; fp32 truncated for every other width.</summary>
    public static AccumulatorOutput UsualOutput(int bits) => bits switch
    {
        16 => AccumulatorOutput.RneFp16,
        22 => AccumulatorOutput.RzE8M13,
        _ => AccumulatorOutput.RzFp32,
    };
}
