using System.Runtime.InteropServices;

namespace AccelSim.Engine.Functional.Quantisation.Gemm;

/// <summary>The tile of <see cref="SqTileAvx2"/> in plain C#, for processors without AVX2 and FMA.</summary>
internal static class SqTileScalar
{
    /// <param name="rows">[4, pairs] of two int16 each.</param>
    /// <param name="rowScales">[4].</param>
    /// <param name="w">Weights.</param>
    /// <param name="panel">Which 16 columns.</param>
    /// <param name="tile">[4, 16], the accumulators.</param>
    public static void Multiply(ReadOnlySpan<int> rows, ReadOnlySpan<float> rowScales, PackedSqWeights w, int panel, Span<float> tile)
    {
        ReadOnlySpan<short> a = MemoryMarshal.Cast<int, short>(rows);
        int row = a.Length / SqIntegerGemm.Rows;
        int bankLength = w.PairsPerBank * 2;
        for (int i = 0; i < tile.Length; i++)
        {
            int column = i % PackedSqWeights.Columns;
            for (int g = 0; g < w.Banks; g++)
            {
                ReadOnlySpan<short> codes = a.Slice(i / PackedSqWeights.Columns * row + g * bankLength, bankLength);
                int bank = panel * w.Banks + g;
                float scale = rowScales[i / PackedSqWeights.Columns];
                tile[i] = Path(codes, w.Low.AsSpan(bank * bankLength * PackedSqWeights.Columns), column,
                    scale * w.LowScales[bank * PackedSqWeights.Columns + column], tile[i]);
                tile[i] = Path(codes, w.High.AsSpan(bank * bankLength * PackedSqWeights.Columns), column,
                    scale * w.HighScales[bank * PackedSqWeights.Columns + column], tile[i]);
            }
        }
    }

    private static float Path(ReadOnlySpan<short> a, ReadOnlySpan<short> w, int column, float scale, float acc)
    {
        int sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * w[(i / 2 * PackedSqWeights.Columns + column) * 2 + i % 2];
        return MathF.FusedMultiplyAdd(scale, sum, acc);
    }
}
