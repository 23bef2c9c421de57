using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

/// <summary>
/// Four rows times sixteen columns with AVX2: vpmaddwd adds two exact int16 products into int32, one vfmadd per bank, path and eight outputs.
/// Codes have at most 8 bits, so neither the pair nor the bank can overflow.
/// </summary>
internal static class SqTileAvx2
{
    /// <param name="rows">[4, pairs] of two int16 each.</param>
    /// <param name="rowScales">[4].</param>
    /// <param name="w">Weights.</param>
    /// <param name="panel">Which 16 columns.</param>
    /// <param name="tile">[4, 16], the accumulators.</param>
    public static void Multiply(ReadOnlySpan<int> rows, ReadOnlySpan<float> rowScales, PackedSqWeights w, int panel, Span<float> tile)
    {
        unchecked
        {
            int pairs = w.PairsPerBank;
            int stride = w.Banks * pairs;
            for (int g = 0; g < w.Banks; g++)
            {
                int bank = panel * w.Banks + g;
                ref int a = ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), g * pairs);
                int at = bank * pairs * 2 * PackedSqWeights.Columns;
                int scale = bank * PackedSqWeights.Columns;
                Path(ref a, stride, ref w.Low[at], pairs, rowScales, ref w.LowScales[scale], tile);
                Path(ref a, stride, ref w.High[at], pairs, rowScales, ref w.HighScales[scale], tile);
            }
        }
    }

    private static void Path(
        ref int a, nint stride, ref short w, nint pairs, ReadOnlySpan<float> rowScales, ref float columnScales, Span<float> tile)
    {
        Vector256<int> s00 = default, s01 = default, s10 = default, s11 = default;
        Vector256<int> s20 = default, s21 = default, s30 = default, s31 = default;
        unchecked
        {
            for (nint p = 0; p < pairs; p++)
            {
                Vector256<short> w0 = Vector256.LoadUnsafe(ref w, (nuint)(p * 32));
                Vector256<short> w1 = Vector256.LoadUnsafe(ref w, (nuint)(p * 32 + 16));
                Vector256<short> row = Vector256.Create(Unsafe.Add(ref a, p)).AsInt16();
                s00 += Avx2.MultiplyAddAdjacent(row, w0);
                s01 += Avx2.MultiplyAddAdjacent(row, w1);
                row = Vector256.Create(Unsafe.Add(ref a, p + stride)).AsInt16();
                s10 += Avx2.MultiplyAddAdjacent(row, w0);
                s11 += Avx2.MultiplyAddAdjacent(row, w1);
                row = Vector256.Create(Unsafe.Add(ref a, p + 2 * stride)).AsInt16();
                s20 += Avx2.MultiplyAddAdjacent(row, w0);
                s21 += Avx2.MultiplyAddAdjacent(row, w1);
                row = Vector256.Create(Unsafe.Add(ref a, p + 3 * stride)).AsInt16();
                s30 += Avx2.MultiplyAddAdjacent(row, w0);
                s31 += Avx2.MultiplyAddAdjacent(row, w1);
            }
        }
        Vector256<float> c0 = Vector256.LoadUnsafe(ref columnScales);
        Vector256<float> c1 = Vector256.LoadUnsafe(ref columnScales, 8);
        Add(rowScales[0], c0, c1, s00, s01, tile);
        Add(rowScales[1], c0, c1, s10, s11, tile[16..]);
        Add(rowScales[2], c0, c1, s20, s21, tile[32..]);
        Add(rowScales[3], c0, c1, s30, s31, tile[48..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(float rowScale, Vector256<float> c0, Vector256<float> c1, Vector256<int> s0, Vector256<int> s1, Span<float> tile)
    {
        Vector256<float> scale = Vector256.Create(rowScale);
        ref float y = ref MemoryMarshal.GetReference(tile);
        Fma.MultiplyAdd(scale * c0, Vector256.ConvertToSingle(s0), Vector256.LoadUnsafe(ref y)).StoreUnsafe(ref y);
        Fma.MultiplyAdd(scale * c1, Vector256.ConvertToSingle(s1), Vector256.LoadUnsafe(ref y, 8)).StoreUnsafe(ref y, 8);
    }
}
