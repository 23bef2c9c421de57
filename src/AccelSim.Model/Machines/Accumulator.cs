namespace AccelSim.Model.Machines;

/// <summary>How partial sums of the tensor unit are kept: one record sets rounding in the functional path, area and energy.</summary>
/// <param name="Model">Name in the functional catalogue: <c>exact</c>, <c>int32_wrap</c>, <c>int32_saturate</c>, <c>fp32_fma</c>, <c>pairwise_fp32</c>, <c>t_fdpa</c>.</param>
/// <param name="GroupLength">T-FDPA: products added exactly before truncation (L).</param>
/// <param name="FractionBits">T-FDPA: fraction bits kept at alignment (F).</param>
/// <param name="Bits">Width of the stored accumulator in bits; sizes the accumulators in the scratchpad.</param>
public sealed record Accumulator(string Model, int GroupLength, int FractionBits, int Bits)
{
    /// <summary>Exact integer or fixed-point sum inside a bank, one fp32 fused multiply-add per scale (sq-format reference, section 3.1).</summary>
    public static readonly Accumulator Default = new("exact", 16, 25, 32);

    public int Bytes => (Bits + 7) / 8;
}
