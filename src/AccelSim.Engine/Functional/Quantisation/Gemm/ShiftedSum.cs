using System.Numerics;
using AccelSim.Engine.Functional.Accumulation;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

/// <summary>
/// Low and high sums of a bank under power-of-two scales, shifted and added as integers, then rounded once to fp32: what a rescale unit with
/// <c>shift_add</c> hands to its one multiply-add.
/// </summary>
internal static class ShiftedSum
{
    private static readonly ScalarCodec Single = new(ScalarFormats.Fp32);

    /// <summary>fl32(low * lowScale + high * highScale), rounded once.</summary>
    /// <param name="low">Integer and exponent of its lowest bit.</param>
    /// <param name="lowScale">A power of two; 0 for a sum that is absent.</param>
    /// <param name="high">Integer and exponent of its lowest bit.</param>
    /// <param name="highScale">A power of two; 0 for a sum that is absent.</param>
    /// <exception cref="ArgumentException">A scale is no power of two.</exception>
    public static float Of((Int128 Integer, int Exponent) low, float lowScale, (Int128 Integer, int Exponent) high, float highScale)
    {
        int lowExponent = low.Exponent + ExponentOf(lowScale), highExponent = high.Exponent + ExponentOf(highScale);
        Int128 l = lowScale == 0 ? 0 : low.Integer, h = highScale == 0 ? 0 : high.Integer;
        int lowest = Math.Min(lowExponent, highExponent);
        var sum = new WideSum(stackalloc ulong[WideSum.Words(lowest, Math.Max(lowExponent, highExponent) + 130)], lowest);
        sum.Add(l, lowExponent);
        sum.Add(h, highExponent);
        return Single.Decode(sum.Encode(Single, Conversion.Ieee));
    }

    private static int ExponentOf(float scale)
    {
        if (scale == 0)
            return 0;
        UnpackedCode code = Single.Unpack(BitConverter.SingleToUInt32Bits(scale));
        if (code.Class != CodeClass.Finite || code.Significand <= 0 || !BitOperations.IsPow2(code.Significand))
            throw new ArgumentException($"shift and add needs scales that are powers of two, not {scale}");
        return code.Exponent + BitOperations.Log2((uint)code.Significand);
    }
}
