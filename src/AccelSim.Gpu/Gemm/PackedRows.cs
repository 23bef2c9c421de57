using AccelSim.Model.Formats;

namespace AccelSim.Gpu.Gemm;

/// <summary>Rows of codes as kernels read them: 4, 8, 16 or 32 bits a code, low bits first, every row from a new 32-bit word.</summary>
/// <param name="Words">[rows, words a row]; at least one.</param>
/// <param name="WordsPerRow">Words a row.</param>
/// <param name="Width">Bits a code.</param>
public sealed record PackedRows(uint[] Words, int WordsPerRow, int Width)
{
    /// <summary>The narrowest width that holds the codes of a format.</summary>
    public static int WidthOf(int codeBits) => codeBits <= 4 ? 4 : codeBits <= 8 ? 8 : codeBits <= 16 ? 16 : 32;

    /// <summary>Packs [rows, length] codes given one by one.</summary>
    public static PackedRows Of(int rows, int length, int codeBits, Func<int, int, uint> code)
    {
        ArgumentNullException.ThrowIfNull(code);
        int width = WidthOf(codeBits), perWord = 32 / width, words = (length + perWord - 1) / perWord;
        uint mask = uint.MaxValue >> (32 - codeBits);
        var packed = new uint[Math.Max((long)rows * words, 1)];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < length; i++)
                packed[row * words + i / perWord] |= (code(row, i) & mask) << (i % perWord * width);
        }
        return new(packed, words, width);
    }

    /// <summary>The codes of a plain or block-scaled matrix, padding left out.</summary>
    public static PackedRows Of(CodedMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return Of(matrix.Vectors, matrix.K, matrix.Codec.Format.CodeBits, matrix.Code);
    }
}
