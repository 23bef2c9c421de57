using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// <see cref="TFdpa"/> for eight columns at a time with AVX2, bit for bit: a lane holds a column, so that largest exponent, alignment and sum of a
/// group are lane operations; only the rounding of a group's eight sums is scalar. Columns that meet NaN or infinity are done again one by one.
/// </summary>
internal sealed class TFdpaKernel
{
    private const int Lanes = 8;

    /// <summary>Exponent of a zero: below any other, and a shift by it leaves nothing.</summary>
    private const int NoExponent = -8192;

    private readonly TFdpaParameters parameters;
    private readonly PackedOperand left;
    private readonly PackedOperand right;
    private readonly int widen;
    private readonly int narrow;
    private readonly int chunk;
    private readonly int mantissaBits;
    private readonly int bias;

    private TFdpaKernel(ScalarFormat left, ScalarFormat right, TFdpaParameters parameters)
    {
        this.parameters = parameters;
        this.left = new PackedOperand(left, NoExponent);
        this.right = new PackedOperand(right, NoExponent);
        int surplus = parameters.FractionBits - left.MantissaBits - right.MantissaBits;
        widen = Math.Max(surplus, 0);
        narrow = Math.Max(-surplus, 0);
        // Aligned products are below 2^(F+2): so many of them cannot overflow a lane.
        chunk = Math.Max(int.MaxValue >> (parameters.FractionBits + 2), 1);
        mantissaBits = parameters.Rounding.Container.MantissaBits;
        bias = parameters.Rounding.Container.Bias;
    }

    /// <summary>The kernel, or null where the processor or the numbers do not fit its lanes.</summary>
    public static TFdpaKernel? For(ScalarFormat left, ScalarFormat right, TFdpaParameters parameters)
    {
        bool fits = PackedOperand.Fits(left) && PackedOperand.Fits(right)
            && left.MantissaBits + right.MantissaBits <= 28 && parameters.FractionBits <= 28 && parameters.Alignment == Alignment.TruncateMagnitude;
        return Avx2.IsSupported && fits ? new TFdpaKernel(left, right, parameters) : null;
    }

    /// <summary>As <see cref="DotAccumulator.Multiply"/>; spans are of the right lengths.</summary>
    /// <param name="shape">Extents.</param>
    /// <param name="leftCodes">M rows.</param>
    /// <param name="rightCodes">N rows.</param>
    /// <param name="sums">M rows of N.</param>
    /// <param name="definition">Does what the lanes cannot.</param>
    public void Multiply(DotShape shape, ReadOnlySpan<uint> leftCodes, ReadOnlySpan<uint> rightCodes, Span<uint> sums, DotAccumulator definition)
    {
        int[] significands = new int[leftCodes.Length], exponents = new int[leftCodes.Length];
        bool[] specialRow = new bool[shape.M];
        for (int m = 0; m < shape.M; m++)
            specialRow[m] = left.Split(leftCodes.Slice(m * shape.K, shape.K), significands.AsSpan(m * shape.K), exponents.AsSpan(m * shape.K));
        int[] panel = new int[shape.K * Lanes];
        Span<uint> lanes = stackalloc uint[Lanes];
        for (int n = 0; n < shape.N; n += Lanes)
        {
            int columns = Math.Min(Lanes, shape.N - n);
            int specialColumns = right.Interleave(rightCodes.Slice(n * shape.K, columns * shape.K), columns, shape.K, panel);
            for (int m = 0; m < shape.M; m++)
            {
                Span<uint> row = sums.Slice(m * shape.N + n, columns);
                lanes.Clear();
                row.CopyTo(lanes);
                int again = specialRow[m]
                    ? -1
                    : specialColumns | Chain(significands.AsSpan(m * shape.K, shape.K), exponents.AsSpan(m * shape.K, shape.K), panel, lanes);
                for (int j = 0; j < columns; j++)
                {
                    row[j] = (again >> j & 1) == 0
                        ? lanes[j]
                        : definition.Dot(leftCodes.Slice(m * shape.K, shape.K), rightCodes.Slice((n + j) * shape.K, shape.K), row[j]);
                }
            }
        }
    }

    /// <summary>Chains all groups of a row through eight accumulators. Returns a bit for every lane that met infinity or NaN on the way.</summary>
    private int Chain(ReadOnlySpan<int> significands, ReadOnlySpan<int> exponents, ReadOnlySpan<int> panel, Span<uint> accumulators)
    {
        Span<int> significand = stackalloc int[Lanes], exponent = stackalloc int[Lanes];
        Span<long> sums = stackalloc long[Lanes];
        int special = 0;
        for (int k = 0; k < significands.Length; k += parameters.GroupLength)
        {
            int terms = Math.Min(parameters.GroupLength, significands.Length - k);
            special |= Unpack(accumulators, significand, exponent);
            AddGroup(significands.Slice(k, terms), exponents.Slice(k, terms), panel.Slice(k * Lanes, terms * Lanes), exponent, sums, out Vector256<int> largest);
            for (int j = 0; j < Lanes; j++)
            {
                int shift = parameters.FractionBits - mantissaBits + exponent[j] - largest[j];
                long start = Aligned.Shift(significand[j], shift, Alignment.TruncateMagnitude);
                accumulators[j] = parameters.Rounding.Encode(sums[j] + start, largest[j] - parameters.FractionBits);
            }
        }
        return special;
    }

    /// <summary>The aligned products of a group, added up a lane each.</summary>
    private void AddGroup(
        ReadOnlySpan<int> significands, ReadOnlySpan<int> exponents, ReadOnlySpan<int> panel, ReadOnlySpan<int> start, Span<long> sums, out Vector256<int> largest)
    {
        ref int a = ref MemoryMarshal.GetReference(significands);
        ref int e = ref MemoryMarshal.GetReference(exponents);
        ref int b = ref MemoryMarshal.GetReference(panel);
        Vector256<int> top = Vector256.Max(Vector256.Create(start), Vector256.Create(parameters.ZeroExponent));
        for (int k = 0; k < significands.Length; k++)
        {
            var right = Vector256.LoadUnsafe(ref b, (nuint)(k * Lanes));
            top = Vector256.Max(top, (right >> 16) + Vector256.Create(Unsafe.Add(ref e, k)));
        }
        largest = top;
        top += Vector256.Create(narrow);
        var low = Vector256<long>.Zero;
        var high = Vector256<long>.Zero;
        for (int first = 0; first < significands.Length; first += chunk)
        {
            var sum = Vector256<int>.Zero;
            int end = Math.Min(first + chunk, significands.Length);
            for (int k = first; k < end; k++)
            {
                var right = Vector256.LoadUnsafe(ref b, (nuint)(k * Lanes));
                // The left significand stands alone in its 32 bits, so the exponent beside the right one is multiplied by zero.
                var product = Avx2.MultiplyAddAdjacent(Vector256.Create(Unsafe.Add(ref a, k)).AsInt16(), right.AsInt16());
                var drop = top - Vector256.Create(Unsafe.Add(ref e, k)) - (right >> 16);
                var magnitude = Avx2.ShiftRightLogicalVariable(Avx2.Abs(product) << widen, drop.AsUInt32());
                sum += Avx2.Sign(magnitude.AsInt32(), product);
            }
            low += Avx2.ConvertToVector256Int64(sum.GetLower());
            high += Avx2.ConvertToVector256Int64(sum.GetUpper());
        }
        low.CopyTo(sums);
        high.CopyTo(sums[(Lanes / 2)..]);
    }

    private int Unpack(ReadOnlySpan<uint> codes, Span<int> significand, Span<int> exponent)
    {
        uint top = (uint)(2 * bias + 1), fraction = (1u << mantissaBits) - 1;
        uint sign = (top + 1) << mantissaBits;
        int special = 0;
        for (int j = 0; j < Lanes; j++)
        {
            uint field = codes[j] >> mantissaBits & top;
            int magnitude = (int)(codes[j] & fraction | (field == 0 ? 0 : fraction + 1));
            if (field == top)
                special |= 1 << j;
            significand[j] = (codes[j] & sign) == 0 ? magnitude : -magnitude;
            exponent[j] = magnitude == 0 ? NoExponent : Math.Max((int)field, 1) - bias;
        }
        return special;
    }
}
