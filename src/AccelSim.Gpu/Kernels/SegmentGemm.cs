using ILGPU;

namespace AccelSim.Gpu.Kernels;

/// <summary>
/// One element of Y = A W with scales constant over segments of K, as GemmReference defines it: exact integer sums of a segment in 64 bits, one
/// rounding to fp32, one fused multiply-add with fl32(sA * sW); a tensor scale at the end. Integers, FP8 and block formats.
/// </summary>
internal static class SegmentGemm
{
    /// <param name="index">m * N + n.</param>
    /// <param name="left">[M, words] codes.</param>
    /// <param name="right">[N, words] codes.</param>
    /// <param name="high">Not used.</param>
    /// <param name="leftScales">[M, segments].</param>
    /// <param name="rightScales">[N, segments].</param>
    /// <param name="sums">[M, N] fp32 words, written.</param>
    /// <param name="settings">See <see cref="GemmSettings"/>.</param>
    public static void Kernel<T>(Index1D index, ArrayView<uint> left, ArrayView<uint> right, ArrayView<uint> high, ArrayView<float> leftScales,
        ArrayView<float> rightScales, ArrayView<uint> sums, ArrayView<int> settings)
        where T : struct, IArithmetic
    {
        unchecked
        {
            T fp32 = default;
            int columns = settings[GemmSettings.N], terms = settings[GemmSettings.K];
            int m = index / columns, n = index % columns;
            int leftRow = m * settings[GemmSettings.LeftWords], rightRow = n * settings[GemmSettings.RightWords];
            int leftWidth = settings[GemmSettings.LeftWidth], rightWidth = settings[GemmSettings.RightWidth];
            int leftExponent = settings[GemmSettings.LeftExponent], rightExponent = settings[GemmSettings.RightExponent];
            int leftBits = settings[GemmSettings.LeftBits], rightBits = settings[GemmSettings.RightBits];
            int leftSegment = settings[GemmSettings.LeftSegment], rightSegment = settings[GemmSettings.RightSegment];
            float unit = Interop.IntAsFloat((uint)settings[GemmSettings.Unit]);
            float sum = 0;
            for (int k = 0; k < terms;)
            {
                int leftScale = m * settings[GemmSettings.LeftSegments] + k / leftSegment;
                int rightScale = n * settings[GemmSettings.RightSegments] + k / rightSegment;
                int end = Math.Min(Math.Min((k / leftSegment + 1) * leftSegment, (k / rightSegment + 1) * rightSegment), terms);
                long products = 0;
                for (; k < end; k++)
                {
                    uint a = Codes.Of(left[leftRow + Codes.Word(k, leftWidth)], k, leftWidth);
                    uint w = Codes.Of(right[rightRow + Codes.Word(k, rightWidth)], k, rightWidth);
                    products += Codes.Fixed(a, leftExponent, leftBits) * Codes.Fixed(w, rightExponent, rightBits);
                }
                float scale = fp32.Multiply(leftScales[leftScale], rightScales[rightScale]);
                sum = fp32.FusedMultiplyAdd(scale, fp32.Multiply(products, unit), sum);
            }
            if (settings[GemmSettings.HasTensorScale] != 0)
            {
                float left32 = Interop.IntAsFloat((uint)settings[GemmSettings.LeftTensorScale]);
                float right32 = Interop.IntAsFloat((uint)settings[GemmSettings.RightTensorScale]);
                sum = fp32.Multiply(sum, fp32.Multiply(left32, right32));
            }
            sums[index] = Interop.FloatAsInt(sum);
        }
    }
}
