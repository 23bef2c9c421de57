using ILGPU;

namespace AccelSim.Gpu.Kernels;

/// <summary>
/// One element of Y = A W with weights in in-band SQ-format (arXiv 2512.05409), as GemmReference defines it: the low codes of a bank are dense, a
/// mask code under a high element takes the next high code of the bank; exact sums L and H of a segment, then acc = fma(fl(sA sL), L, acc) and
/// acc = fma(fl(sA sH), H, acc), banks ascending, or all low sums first.
/// </summary>
internal static class SqGemm
{
    /// <param name="index">m * N + n.</param>
    /// <param name="left">[M, words] activation codes.</param>
    /// <param name="right">[N, words] low codes of whole banks.</param>
    /// <param name="high">[N, words] high codes, a fixed number a bank, ascending k.</param>
    /// <param name="leftScales">[M, segments].</param>
    /// <param name="rightScales">[N, banks] of the low part, then as many of the high part.</param>
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
            int leftRow = m * settings[GemmSettings.LeftWords], lowRow = n * settings[GemmSettings.RightWords], highRow = n * settings[GemmSettings.HighWords];
            int leftWidth = settings[GemmSettings.LeftWidth], lowWidth = settings[GemmSettings.RightWidth], highWidth = settings[GemmSettings.HighWidth];
            int leftExponent = settings[GemmSettings.LeftExponent], leftBits = settings[GemmSettings.LeftBits];
            int lowExponent = settings[GemmSettings.RightExponent], lowBits = settings[GemmSettings.RightBits];
            int highExponent = settings[GemmSettings.HighExponent], highBits = settings[GemmSettings.HighBits];
            int leftSegment = settings[GemmSettings.LeftSegment], bank = settings[GemmSettings.RightSegment];
            int perBank = settings[GemmSettings.HighPerBank];
            uint maskCode = (uint)settings[GemmSettings.MaskCode];
            bool lowIsZero = settings[GemmSettings.LowIsZero] != 0;
            float unit = Interop.IntAsFloat((uint)settings[GemmSettings.Unit]);
            int passes = settings[GemmSettings.TwoPass] != 0 ? 2 : 1;
            float sum = 0;
            for (int pass = 0; pass < passes; pass++)
            {
                int next = 0;
                for (int k = 0; k < terms;)
                {
                    int g = k / bank;
                    if (k % bank == 0)
                        next = g * perBank;
                    int leftScale = m * settings[GemmSettings.LeftSegments] + k / leftSegment;
                    int rightScale = n * settings[GemmSettings.RightSegments] + g;
                    int end = Math.Min(Math.Min((k / leftSegment + 1) * leftSegment, (g + 1) * bank), terms);
                    long lowSum = 0, highSum = 0;
                    for (; k < end; k++)
                    {
                        long a = Codes.Fixed(Codes.Of(left[leftRow + Codes.Word(k, leftWidth)], k, leftWidth), leftExponent, leftBits);
                        uint code = Codes.Of(right[lowRow + Codes.Word(k, lowWidth)], k, lowWidth);
                        if (code == maskCode)
                        {
                            uint owned = Codes.Of(high[highRow + Codes.Word(next, highWidth)], next, highWidth);
                            highSum += a * Codes.Fixed(owned, highExponent, highBits);
                            next++;
                        }
                        else if (!lowIsZero)
                        {
                            lowSum += a * Codes.Fixed(code, lowExponent, lowBits);
                        }
                    }
                    float scale = leftScales[leftScale];
                    if (passes == 1 || pass == 0)
                    {
                        float low = fp32.Multiply(lowSum << settings[GemmSettings.LowShift], unit);
                        sum = fp32.FusedMultiplyAdd(fp32.Multiply(scale, rightScales[rightScale]), low, sum);
                    }
                    if (passes == 1 || pass == 1)
                    {
                        float owned = fp32.Multiply(highSum << settings[GemmSettings.HighShift], unit);
                        sum = fp32.FusedMultiplyAdd(fp32.Multiply(scale, rightScales[settings[GemmSettings.HighScales] + rightScale]), owned, sum);
                    }
                }
            }
            sums[index] = Interop.FloatAsInt(sum);
        }
    }
}
