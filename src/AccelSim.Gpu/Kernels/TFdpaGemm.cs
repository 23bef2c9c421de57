using System.Numerics;
using ILGPU;

namespace AccelSim.Gpu.Kernels;

/// <summary>
/// One element of a product under truncated fused dot-product-add, the model of tensor cores (arXiv 2511.10909, 2512.07004): the accumulator model
/// TFdpa of the engine in integer arithmetic, NaN and infinity included.
/// </summary>
internal static class TFdpaGemm
{
    private const int Nan = 1, Positive = 2, Negative = 4;

    /// <param name="index">m * N + n.</param>
    /// <param name="left">[M, words] float codes.</param>
    /// <param name="right">[N, words] float codes.</param>
    /// <param name="high">Not used.</param>
    /// <param name="leftScales">Not used.</param>
    /// <param name="rightScales">Not used.</param>
    /// <param name="sums">[M, N] codes of the result: start values, then sums.</param>
    /// <param name="settings">See <see cref="GemmSettings"/>.</param>
    public static void Kernel(Index1D index, ArrayView<uint> left, ArrayView<uint> right, ArrayView<uint> high, ArrayView<float> leftScales,
        ArrayView<float> rightScales, ArrayView<uint> sums, ArrayView<int> settings)
    {
        unchecked
        {
            int columns = settings[GemmSettings.N], terms = settings[GemmSettings.K], group = settings[GemmSettings.Group];
            int leftRow = index / columns * settings[GemmSettings.LeftWords], rightRow = index % columns * settings[GemmSettings.RightWords];
            int leftWidth = settings[GemmSettings.LeftWidth], leftExponent = settings[GemmSettings.LeftExponent];
            int leftBits = settings[GemmSettings.LeftBits], leftInfinities = settings[GemmSettings.LeftInfinities];
            int rightWidth = settings[GemmSettings.RightWidth], rightExponent = settings[GemmSettings.RightExponent];
            int rightBits = settings[GemmSettings.RightBits], rightInfinities = settings[GemmSettings.RightInfinities];
            int outExponent = settings[GemmSettings.OutExponent], outMantissa = settings[GemmSettings.OutMantissa];
            int fraction = settings[GemmSettings.Fraction];
            uint result = sums[index];
            for (int first = 0; first < terms; first += group)
            {
                int end = Math.Min(first + group, terms);
                int special = Codes.Special(result, outExponent, outMantissa, 1);
                int start = Codes.Significand(result, outExponent, outMantissa);
                int startExponent = Codes.Exponent(result, outExponent, outMantissa);
                int largest = settings[GemmSettings.ZeroExponent];
                if (start != 0)
                    largest = Math.Max(largest, startExponent);
                for (int k = first; k < end; k++)
                {
                    uint a = Codes.Of(left[leftRow + Codes.Word(k, leftWidth)], k, leftWidth);
                    uint b = Codes.Of(right[rightRow + Codes.Word(k, rightWidth)], k, rightWidth);
                    int p = Codes.Significand(a, leftExponent, leftBits), q = Codes.Significand(b, rightExponent, rightBits);
                    special |= Product(Codes.Special(a, leftExponent, leftBits, leftInfinities), Codes.Special(b, rightExponent, rightBits, rightInfinities), p, q);
                    if (p != 0 && q != 0)
                        largest = Math.Max(largest, Codes.Exponent(a, leftExponent, leftBits) + Codes.Exponent(b, rightExponent, rightBits));
                }
                if (special != 0)
                {
                    result = SpecialCode(special, outExponent, outMantissa);
                    continue;
                }
                long sum = Shift(start, fraction - outMantissa + startExponent - largest);
                for (int k = first; k < end; k++)
                {
                    uint a = Codes.Of(left[leftRow + Codes.Word(k, leftWidth)], k, leftWidth);
                    uint b = Codes.Of(right[rightRow + Codes.Word(k, rightWidth)], k, rightWidth);
                    long product = (long)Codes.Significand(a, leftExponent, leftBits) * Codes.Significand(b, rightExponent, rightBits);
                    int exponent = Codes.Exponent(a, leftExponent, leftBits) + Codes.Exponent(b, rightExponent, rightBits);
                    if (product != 0)
                        sum += Shift(product, fraction - leftBits - rightBits + exponent - largest);
                }
                result = Round(sum, largest - fraction, outExponent, outMantissa, settings[GemmSettings.OutKept], settings[GemmSettings.OutNearest]);
            }
            sums[index] = result;
        }
    }

    /// <summary>What NaN and infinity make of a product.</summary>
    private static int Product(int left, int right, int leftSignificand, int rightSignificand)
    {
        if ((left | right) == 0)
            return 0;
        if (((left | right) & Nan) != 0 || (left == 0 && leftSignificand == 0) || (right == 0 && rightSignificand == 0))
            return Nan;
        // An infinity's code reads as a significand of the same sign.
        return leftSignificand < 0 != rightSignificand < 0 ? Negative : Positive;
    }

    private static uint SpecialCode(int special, int exponentBits, int mantissaBits)
    {
        unchecked
        {
            uint infinity = ((1u << exponentBits) - 1) << mantissaBits;
            if ((special & Nan) != 0 || special == (Positive | Negative))
                return infinity | ((1u << mantissaBits) - 1);
            return special == Positive ? infinity : infinity | (1u << (exponentBits + mantissaBits));
        }
    }

    /// <summary>value * 2^shift, the magnitude truncated.</summary>
    private static long Shift(long value, int shift)
    {
        unchecked
        {
            if (shift >= 0)
                return value << shift;
            int right = Math.Min(-shift, 63);
            return value < 0 ? -(-value >> right) : value >> right;
        }
    }

    /// <summary>The code of sum * 2^lowest.</summary>
    private static uint Round(long sum, int lowest, int exponentBits, int mantissaBits, int keptBits, int nearest)
    {
        unchecked
        {
            if (sum == 0)
                return 0;
            ulong magnitude = (ulong)(sum < 0 ? -sum : sum);
            int smallest = 2 - (1 << (exponentBits - 1));
            int exponent = Math.Max(63 - BitOperations.LeadingZeroCount(magnitude) + lowest, smallest);
            int drop = exponent - keptBits - lowest;
            ulong kept;
            if (drop <= 0)
            {
                kept = magnitude << -drop;
            }
            else if (drop >= 64)
            {
                kept = 0;
            }
            else
            {
                kept = magnitude >> drop;
                ulong rest = magnitude & ((1UL << drop) - 1), half = 1UL << (drop - 1);
                if (nearest != 0 && (rest > half || (rest == half && (kept & 1) != 0)))
                    kept++;
            }
            ulong code = ((ulong)(exponent - smallest) << keptBits) + kept;
            ulong infinity = ((1UL << exponentBits) - 1) << keptBits;
            uint word = (uint)(code < infinity ? code : infinity) << (mantissaBits - keptBits);
            return sum < 0 ? word | (1u << (exponentBits + mantissaBits)) : word;
        }
    }
}
