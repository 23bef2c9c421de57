using System.Numerics;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

/// <summary>The sum of the products of one path over one segment.</summary>
internal static class PathSum
{
    private const int LongBits = 62;

    private static readonly ScalarCodec Single = new(ScalarFormats.Fp32);

    /// <param name="a">Activations.</param>
    /// <param name="rowA">Index of element 0 of the row.</param>
    /// <param name="w">Weights.</param>
    /// <param name="rowW">Index of element 0 of the column.</param>
    /// <param name="first">First k.</param>
    /// <param name="end">One past the last k.</param>
    /// <param name="high">Which path; ignored where neither operand has two.</param>
    public static float Of(GemmOperand a, int rowA, GemmOperand w, int rowW, int first, int end, bool high) =>
        a.Integers is null || w.Integers is null
            ? Chain(a, rowA, w, rowW, first, end, high, 0)
            : SumRounding.Round(Exact(a, rowA, w, rowW, first, end, high), a.Unit + w.Unit);

    /// <summary>The sum as an integer and the exponent of its lowest bit: exact, or the fp32 chain of operands too wide for that.</summary>
    public static (Int128 Integer, int Exponent) Parts(GemmOperand a, int rowA, GemmOperand w, int rowW, int first, int end, bool high)
    {
        if (a.Integers is not null && w.Integers is not null)
            return (Exact(a, rowA, w, rowW, first, end, high), a.Unit + w.Unit);
        UnpackedCode word = Single.Unpack(BitConverter.SingleToUInt32Bits(Chain(a, rowA, w, rowW, first, end, high, 0)));
        return (word.Significand, word.Exponent);
    }

    /// <summary>The exact sum of integer operands, in units of 2^(both units).</summary>
    public static Int128 Exact(GemmOperand a, int rowA, GemmOperand w, int rowW, int first, int end, bool high)
    {
        (bool[]? mask, int row) = Mask(a, rowA, w, rowW);
        int bits = a.MagnitudeBits + w.MagnitudeBits + BitOperations.Log2((uint)(end - first)) + 1;
        ReadOnlySpan<long> left = a.Integers!.AsSpan(rowA + first, end - first);
        ReadOnlySpan<long> right = w.Integers!.AsSpan(rowW + first, end - first);
        ReadOnlySpan<bool> path = mask is null ? [] : mask.AsSpan(row + first, end - first);
        if (bits > LongBits)
            return Wide(left, right, path, high);
        long sum = 0;
        unchecked
        {
            // Bounded by the widths just checked.
            for (int i = 0; i < left.Length; i++)
            {
                if (path.IsEmpty || path[i] == high)
                    sum += left[i] * right[i];
            }
        }
        return sum;
    }

    /// <summary>A chain of fp32 fused multiply-adds, k ascending, that goes on from <paramref name="sum"/>.</summary>
    public static float Chain(GemmOperand a, int rowA, GemmOperand w, int rowW, int first, int end, bool high, float sum)
    {
        (bool[]? mask, int row) = Mask(a, rowA, w, rowW);
        for (int k = first; k < end; k++)
        {
            if (mask is null || mask[row + k] == high)
                sum = MathF.FusedMultiplyAdd(a.Value(rowA + k), w.Value(rowW + k), sum);
        }
        return sum;
    }

    /// <summary>The partition into two paths and the row of it that counts, where either operand has one.</summary>
    private static (bool[]? Mask, int Row) Mask(GemmOperand a, int rowA, GemmOperand w, int rowW) =>
        w.High is null ? (a.High, rowA) : (w.High, rowW);

    private static Int128 Wide(ReadOnlySpan<long> left, ReadOnlySpan<long> right, ReadOnlySpan<bool> path, bool high)
    {
        Int128 sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            if (path.IsEmpty || path[i] == high)
                sum += (Int128)left[i] * right[i];
        }
        return sum;
    }
}
