using ILGPU;

namespace AccelSim.Gpu.Kernels;

/// <summary>
/// One element of Y = A W where an operand is too wide for exact sums (bf16, fp16, tf32, fp32), as GemmReference defines it: in each segment a
/// chain of fp32 fused multiply-adds from +0 over ascending k, then one with fl32(sA * sW) into the accumulator.
/// </summary>
internal static class ChainGemm
{
    /// <param name="index">m * N + n.</param>
    /// <param name="left">[M, K] fp32 words.</param>
    /// <param name="right">[N, K] fp32 words.</param>
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
            int leftSegment = settings[GemmSettings.LeftSegment], rightSegment = settings[GemmSettings.RightSegment];
            float sum = 0;
            for (int k = 0; k < terms;)
            {
                int leftScale = m * settings[GemmSettings.LeftSegments] + k / leftSegment;
                int rightScale = n * settings[GemmSettings.RightSegments] + k / rightSegment;
                int end = Math.Min(Math.Min((k / leftSegment + 1) * leftSegment, (k / rightSegment + 1) * rightSegment), terms);
                float chain = 0;
                for (; k < end; k++)
                    chain = fp32.FusedMultiplyAdd(Interop.IntAsFloat(left[m * terms + k]), Interop.IntAsFloat(right[n * terms + k]), chain);
                sum = fp32.FusedMultiplyAdd(fp32.Multiply(leftScales[leftScale], rightScales[rightScale]), chain, sum);
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
