namespace AccelSim.Model.Machines;

/// <summary>How partial sums of the tensor unit are kept: one record sets rounding in the functional path, area and energy.</summary>
/// <param name="Model">Name in the functional catalogue: <c>exact</c>, <c>int32_wrap</c>, <c>int32_saturate</c>, <c>fp32_fma</c>, <c>pairwise_fp32</c>, <c>t_fdpa</c>, <c>two_level_fp8</c>.</param>
/// <param name="GroupLength">T-FDPA: products added exactly before truncation (L).</param>
/// <param name="FractionBits">T-FDPA: fraction bits kept at alignment (F).</param>
/// <param name="Bits">Width of the stored accumulator in bits; sizes the accumulators in the scratchpad.</param>
public sealed record Accumulator(string Model, int GroupLength, int FractionBits, int Bits)
{
    /// <summary>Exact integer or fixed-point sum inside a bank, one fp32 fused multiply-add per scale (sq-format reference, section 3.1).</summary>
    public static readonly Accumulator Default = new("exact", 16, 25, 32);

    /// <summary>T-FDPA and exact sums: rounding of a group's sum (rho). Unless given, what <see cref="Bits"/> suggests; see <see cref="UsualOutput"/>.</summary>
    public AccumulatorOutput Output { get; init; } = UsualOutput(Bits);

    public int Bytes => (Bits + 7) / 8;

    /// <summary>fp16 for 16 bits; sign, eight exponent and 13 fraction bits are the 22 of E8M13; fp32 truncated for every other width.</summary>
    public static AccumulatorOutput UsualOutput(int bits) => bits switch
    {
        16 => AccumulatorOutput.RneFp16,
        22 => AccumulatorOutput.RzE8M13,
        _ => AccumulatorOutput.RzFp32,
    };
}
