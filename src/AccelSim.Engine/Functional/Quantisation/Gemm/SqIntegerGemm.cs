using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using AccelSim.Model.Formats;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

/// <summary>
/// Integer activations (up to 8 bits, one scale per token) times integer SQ weights, fast and equal to <see cref="GemmReference"/> bit for bit:
/// the sums of a bank are exact integers, so only the order of the fp32 steps counts, and it is the same.
/// </summary>
public static class SqIntegerGemm
{
    internal const int Rows = 4;

    /// <param name="a">Activations, [M, K].</param>
    /// <param name="w">Weights.</param>
    /// <param name="threads">Threads that share the rows; no result depends on it.</param>
    /// <param name="scalarOnly">Leaves the vector instructions unused.</param>
    /// <returns>[M, N].</returns>
    /// <exception cref="ArgumentException">K differs, or the activations are not plain integers up to 8 bits with a scale per token.</exception>
    public static float[] Multiply(CodedMatrix a, PackedSqWeights w, int threads = 1, bool scalarOnly = false)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(w);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (a.Format is not PlainFormat { Group: 0, Element: { Kind: ScalarKind.Integer, Bits: <= 8 } })
            throw new ArgumentException($"the integer kernel takes activations of integers up to 8 bits with a scale per token, not {a.Format}");
        if (a.K != w.K)
            throw new ArgumentException($"activations of {a.K} channels meet weights of {w.K}");
        var y = new float[(long)a.Vectors * w.N];
        int blocks = (a.Vectors + Rows - 1) / Rows;
        bool isWide = !scalarOnly && Avx2.IsSupported && Fma.IsSupported;
        if (threads == 1)
        {
            Range(a, w, y, 0, blocks, isWide);
            return y;
        }
        int share = (blocks + threads - 1) / threads;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads },
            t => Range(a, w, y, Math.Min(t * share, blocks), Math.Min((t + 1) * share, blocks), isWide));
        return y;
    }

    /// <summary>Row blocks [first, end): panels outside, so that one stays in cache while all rows pass it.</summary>
    private static void Range(CodedMatrix a, PackedSqWeights w, float[] y, int first, int end, bool isWide)
    {
        int pairs = w.Banks * w.PairsPerBank;
        int[] packed = Pack(a, w, first * Rows, (end - first) * Rows, pairs);
        Span<float> tile = stackalloc float[Rows * PackedSqWeights.Columns];
        Span<float> scales = stackalloc float[Rows];
        for (int panel = 0; panel * PackedSqWeights.Columns < w.N; panel++)
        {
            for (int block = first; block < end; block++)
            {
                int rows = Math.Min(Rows, a.Vectors - block * Rows);
                scales.Clear();
                for (int r = 0; r < rows; r++)
                    scales[r] = a.Scale(block * Rows + r, 0);
                ReadOnlySpan<int> codes = packed.AsSpan((block - first) * Rows * pairs, Rows * pairs);
                tile.Clear();
                if (isWide)
                    SqTileAvx2.Multiply(codes, scales, w, panel, tile);
                else
                    SqTileScalar.Multiply(codes, scales, w, panel, tile);
                int columns = Math.Min(PackedSqWeights.Columns, w.N - panel * PackedSqWeights.Columns);
                for (int r = 0; r < rows; r++)
                    tile.Slice(r * PackedSqWeights.Columns, columns).CopyTo(y.AsSpan((block * Rows + r) * w.N + panel * PackedSqWeights.Columns));
            }
        }
    }

    /// <summary>Rows as pairs of int16 in one int32, banks filled up to even length; rows beyond the matrix are zero.</summary>
    private static int[] Pack(CodedMatrix a, PackedSqWeights w, int firstRow, int rows, int pairs)
    {
        var packed = new int[(long)rows * pairs];
        Span<short> halves = MemoryMarshal.Cast<int, short>(packed.AsSpan());
        int bits = 32 - a.Codec.Format.Bits;
        ReadOnlySpan<byte> codes = a.Codes<byte>();
        for (int r = 0; r < Math.Min(rows, a.Vectors - firstRow); r++)
        {
            for (int k = 0; k < a.K; k++)
            {
                int at = k / w.Bank * w.PairsPerBank * 2 + k % w.Bank;
                halves[r * pairs * 2 + at] = (short)(unchecked((int)((uint)codes[(firstRow + r) * a.K + k] << bits)) >> bits);
            }
        }
        return packed;
    }
}
