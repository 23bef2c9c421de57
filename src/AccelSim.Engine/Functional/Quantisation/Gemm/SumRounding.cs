using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

/// <summary>An exact sum of products leaves fixed point: one rounding, nearest-even, to fp32.</summary>
public static class SumRounding
{
    /// <summary>Units in which a 64-bit sum neither overflows nor becomes subnormal in fp32.</summary>
    private const int LowestPlainUnit = -100;
    private const int HighestPlainUnit = 60;
    private static readonly ScalarCodec Single = new(ScalarFormats.Fp32);

    /// <summary>fl32(sum * 2^unit).</summary>
    public static float Round(long sum, int unit) =>
        unit == 0 ? sum : unit is >= LowestPlainUnit and <= HighestPlainUnit ? MathF.ScaleB(sum, unit) : RoundWide(sum, unit);

    /// <summary>fl32(sum * 2^unit).</summary>
    public static float Round(Int128 sum, int unit) =>
        sum >= long.MinValue && sum <= long.MaxValue ? Round((long)sum, unit) : RoundWide(sum, unit);

    private static float RoundWide(Int128 sum, int unit)
    {
        bool negative = Int128.IsNegative(sum);
        return Single.Decode(Single.Encode(negative, (UInt128)(negative ? -sum : sum), unit, sticky: false, Conversion.Ieee));
    }
}
