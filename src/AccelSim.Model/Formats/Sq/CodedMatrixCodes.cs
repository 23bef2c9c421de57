namespace AccelSim.Model.Formats.Sq;

/// <summary>Builds a <see cref="CodedMatrix"/> from codes and scales that an algorithm other than rounding to nearest has chosen.</summary>
public static class CodedMatrixCodes
{
    /// <param name="format">A plain or block-scaled format.</param>
    /// <param name="vectors">Weight columns.</param>
    /// <param name="k">Length along the reduction axis.</param>
    /// <param name="codes">[vectors, k].</param>
    /// <param name="scales">[scale rows, scales per row] as <see cref="CodedMatrix.Scales"/> holds them, values of the scale's type.</param>
    /// <param name="tensorScale">The fp32 scale of the tensor; 1 for formats without.</param>
    /// <exception cref="ArgumentException">Extents disagree, or the format is neither plain nor block-scaled.</exception>
    public static CodedMatrix ToMatrix(
        NumberFormat format, int vectors, int k, ReadOnlySpan<uint> codes, ReadOnlySpan<float> scales, float tensorScale = 1)
    {
        ArgumentNullException.ThrowIfNull(format);
        MatrixExtents.Check(codes.Length, vectors, k);
        CodedMatrix matrix = format switch
        {
            PlainFormat plain => PlainQuantizer.Quantize(plain, new float[codes.Length], vectors, k),
            BlockScaledFormat block => BlockQuantizer.Quantize(block, new float[codes.Length], vectors, k),
            _ => throw new ArgumentException($"{format} is neither plain nor block-scaled"),
        };
        if (matrix.Scales.Length != scales.Length)
            throw new ArgumentException($"{format} keeps {matrix.Scales.Length} scales of {vectors} vectors of {k}, not {scales.Length}");
        scales.CopyTo(matrix.WritableScales);
        matrix.TensorScale = tensorScale;
        for (int v = 0; v < vectors; v++)
        {
            for (int i = 0; i < k; i++)
                Write(matrix, v * matrix.StoredK + i, codes[v * k + i]);
        }
        return matrix;
    }

    private static void Write(CodedMatrix matrix, int at, uint code)
    {
        if (matrix.BytesPerCode == 1)
            matrix.WritableCodes<byte>()[at] = (byte)code;
        else if (matrix.BytesPerCode == 2)
            matrix.WritableCodes<ushort>()[at] = (ushort)code;
        else
            matrix.WritableCodes<uint>()[at] = code;
    }
}
