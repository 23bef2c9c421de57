using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Accumulation;

/// <summary>
/// Exact sums of products of formats whose values fit 32-bit fixed point and whose products add up in 64 bits (integers, FP4, FP6, E4M3): four rows
/// by eight columns at a time with AVX2. Integer sums are exact, so order does not matter and nothing needs doing twice.
/// </summary>
internal sealed class ExactKernel
{
    private const int Lanes = 8;
    private const int Rows = 4;

    private readonly FixedOperand left;
    private readonly FixedOperand right;

    private ExactKernel(ScalarFormat left, ScalarFormat right)
    {
        this.left = new FixedOperand(left);
        this.right = new FixedOperand(right);
    }

    /// <summary>The kernel, or null where the processor or the formats do not fit.</summary>
    public static ExactKernel? For(ScalarFormat left, ScalarFormat right) =>
        Avx2.IsSupported && FixedOperand.Fits(left) && FixedOperand.Fits(right) ? new ExactKernel(left, right) : null;

    /// <summary>As <see cref="DotAccumulator.Multiply"/>; spans are of the right lengths and K so small that 64 bits suffice.</summary>
    /// <param name="shape">Extents.</param>
    /// <param name="leftCodes">M rows.</param>
    /// <param name="rightCodes">N rows.</param>
    /// <param name="sums">M rows of N.</param>
    /// <param name="definition">Does rows and columns with NaN or infinity.</param>
    /// <param name="finish">The result from the exact sum of products and the start value.</param>
    public void Multiply(
        DotShape shape, ReadOnlySpan<uint> leftCodes, ReadOnlySpan<uint> rightCodes, Span<uint> sums, DotAccumulator definition, Func<long, uint, uint> finish)
    {
        int blocks = (shape.M + Rows - 1) / Rows;
        // Rows of a block lie side by side, term by term; missing ones are zero.
        int[] strips = new int[blocks * Rows * shape.K];
        bool[] specialRow = new bool[blocks * Rows];
        for (int m = 0; m < shape.M; m++)
        {
            specialRow[m] = left.Interleave(leftCodes.Slice(m * shape.K, shape.K), Rows, m % Rows, strips.AsSpan(m / Rows * Rows * shape.K, Rows * shape.K));
        }
        int[] panel = new int[shape.K * Lanes];
        Span<long> products = stackalloc long[Rows * Lanes];
        Span<bool> specialColumn = stackalloc bool[Lanes];
        for (int n = 0; n < shape.N; n += Lanes)
        {
            int columns = Math.Min(Lanes, shape.N - n);
            Array.Clear(panel);
            for (int j = 0; j < columns; j++)
                specialColumn[j] = right.Interleave(rightCodes.Slice((n + j) * shape.K, shape.K), Lanes, j, panel);
            for (int m = 0; m < shape.M; m += Rows)
            {
                Block(strips.AsSpan(m * shape.K, Rows * shape.K), panel, products);
                for (int i = 0; i < Math.Min(Rows, shape.M - m); i++)
                {
                    for (int j = 0; j < columns; j++)
                    {
                        ref uint sum = ref sums[(m + i) * shape.N + n + j];
                        sum = specialRow[m + i] || specialColumn[j]
                            ? definition.Dot(leftCodes.Slice((m + i) * shape.K, shape.K), rightCodes.Slice((n + j) * shape.K, shape.K), sum)
                            : finish(products[i * Lanes + j], sum);
                    }
                }
            }
        }
    }

    /// <summary>Four rows by eight columns. Even and odd columns live in separate vectors, because the product of 32-bit lanes takes 64.</summary>
    private static void Block(ReadOnlySpan<int> strip, ReadOnlySpan<int> panel, Span<long> products)
    {
        ref int a = ref MemoryMarshal.GetReference(strip);
        ref int b = ref MemoryMarshal.GetReference(panel);
        Vector256<long> even0 = default, even1 = default, even2 = default, even3 = default;
        Vector256<long> odd0 = default, odd1 = default, odd2 = default, odd3 = default;
        int terms = panel.Length / Lanes;
        for (int k = 0; k < terms; k++)
        {
            var even = Vector256.LoadUnsafe(ref b, (nuint)(k * Lanes));
            var odd = (even.AsUInt64() >> 32).AsInt32();
            var a0 = Vector256.Create(Unsafe.Add(ref a, k * Rows));
            var a1 = Vector256.Create(Unsafe.Add(ref a, k * Rows + 1));
            var a2 = Vector256.Create(Unsafe.Add(ref a, k * Rows + 2));
            var a3 = Vector256.Create(Unsafe.Add(ref a, k * Rows + 3));
            even0 += Avx2.Multiply(a0, even);
            odd0 += Avx2.Multiply(a0, odd);
            even1 += Avx2.Multiply(a1, even);
            odd1 += Avx2.Multiply(a1, odd);
            even2 += Avx2.Multiply(a2, even);
            odd2 += Avx2.Multiply(a2, odd);
            even3 += Avx2.Multiply(a3, even);
            odd3 += Avx2.Multiply(a3, odd);
        }
        Store(even0, odd0, products);
        Store(even1, odd1, products[Lanes..]);
        Store(even2, odd2, products[(2 * Lanes)..]);
        Store(even3, odd3, products[(3 * Lanes)..]);
    }

    private static void Store(Vector256<long> even, Vector256<long> odd, Span<long> row)
    {
        for (int j = 0; j < Lanes / 2; j++)
        {
            row[2 * j] = even[j];
            row[2 * j + 1] = odd[j];
        }
    }
}
