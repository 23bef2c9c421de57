using System.Numerics;

namespace AccelSim.Model.Formats;

/// <summary>
/// Symmetric quantisation to a plain format. The order of operations, each `/` one fp32 nearest-even operation:
/// <code>
/// amax = max |x| over the group               (the whole vector where the format has no group)
/// s    = round(amax / max)                    max: largest finite element value (7 for int4, 448 for e4m3);
///                                             to the scale's type nearest-even, power-of-two scales away from zero; saturating
/// code = round(x / s), saturated              nearest-even unless the caller says otherwise; all codes 0 where s = 0
/// value = fl(code * s)
/// </code>
/// Elements without scale (bf16, fp16, tf32, fp32) are rounded as they are. Sources: sq-format.md section 2.2; our choice where it is silent:
/// a power-of-two scale rounds up because rounding it to nearest would clip the largest element by up to a third.
/// </summary>
public static class PlainQuantizer
{
    /// <param name="format">The target.</param>
    /// <param name="values">[vectors, k], k contiguous.</param>
    /// <param name="vectors">Weight columns or tokens.</param>
    /// <param name="k">Length along the reduction axis.</param>
    /// <param name="conversion">Rounding of the elements; overflow counts only for elements without scale.</param>
    /// <param name="key">Key of the tensor for stochastic rounding; element (v, i) draws at index v * k + i.</param>
    /// <exception cref="ArgumentException">The extents disagree with the values.</exception>
    /// <exception cref="ArithmeticException">A NaN or infinity meets a scaled format.</exception>
    public static CodedMatrix Quantize(
        PlainFormat format, ReadOnlySpan<float> values, int vectors, int k, Conversion conversion = default, ulong key = 0)
    {
        ArgumentNullException.ThrowIfNull(format);
        MatrixExtents.Check(values.Length, vectors, k);
        var codec = new ScalarCodec(format.Element);
        int group = format.Group == 0 ? Math.Max(k, 1) : format.Group;
        int perRow = format.Scale is null || k == 0 ? 0 : (k - 1) / group + 1;
        int rows = (vectors + format.GroupVectors - 1) / format.GroupVectors;
        var matrix = new CodedMatrix(format, codec, vectors, k, rows, perRow);
        if (perRow > 0)
            FindScales(format, values, matrix, group);
        switch (matrix.BytesPerCode)
        {
            case 1:
                Encode(matrix, values, matrix.WritableCodes<byte>(), group, conversion, key);
                break;
            case 2:
                Encode(matrix, values, matrix.WritableCodes<ushort>(), group, conversion, key);
                break;
            default:
                Encode(matrix, values, matrix.WritableCodes<uint>(), group, conversion, key);
                break;
        }
        return matrix;
    }

    /// <summary>The scale of a group whose largest magnitude is <paramref name="absMax"/>, already rounded to the type it is stored in.</summary>
    public static float ScaleFor(float absMax, ScalarFormat element, ScalarCodec scale)
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(scale);
        if (absMax == 0)
            return scale.Format.HasZero ? 0 : scale.Decode(0);
        Rounding rounding = scale.Format.Kind == ScalarKind.Exponent ? Rounding.AwayFromZero : Rounding.NearestEven;
        return scale.Round(absMax / (float)element.MaxFinite, new Conversion(rounding));
    }

    private static void FindScales(PlainFormat format, ReadOnlySpan<float> values, CodedMatrix matrix, int group)
    {
        var scaleCodec = new ScalarCodec(format.Scale!);
        Span<float> scales = matrix.WritableScales;
        for (int at = 0; at < scales.Length; at++)
        {
            int firstVector = at / matrix.ScalesPerRow * format.GroupVectors;
            int first = at % matrix.ScalesPerRow * group;
            int length = Math.Min(group, matrix.K - first);
            float absMax = 0;
            for (int v = firstVector; v < Math.Min(firstVector + format.GroupVectors, matrix.Vectors); v++)
                absMax = MathF.Max(absMax, AbsMax.Of(values.Slice(v * matrix.K + first, length)));
            if (!float.IsFinite(absMax))
                throw new ArithmeticException($"NaN or infinity among the values of vector {firstVector}, elements {first} to {first + length - 1}");
            scales[at] = ScaleFor(absMax, format.Element, scaleCodec);
        }
    }

    private static void Encode<TCode>(
        CodedMatrix matrix, ReadOnlySpan<float> values, Span<TCode> codes, int group, Conversion conversion, ulong key)
        where TCode : unmanaged, IBinaryInteger<TCode>, IUnsignedNumber<TCode>
    {
        if (matrix.ScalesPerRow == 0)
        {
            matrix.Codec.Encode(values, codes, conversion, key);
            return;
        }
        conversion = conversion with { Overflow = OverflowRule.Saturate };
        float[] quotients = new float[matrix.K];
        for (int v = 0; v < matrix.Vectors; v++)
        {
            int row = v * matrix.K;
            for (int first = 0; first < matrix.K; first += group)
            {
                int length = Math.Min(group, matrix.K - first);
                float scale = matrix.Scale(v, first);
                if (scale == 0)
                    quotients.AsSpan(first, length).Clear();
                else
                    Quotient.Of(values.Slice(row + first, length), scale, quotients.AsSpan(first, length));
            }
            matrix.Codec.Encode(quotients, codes.Slice(row, matrix.K), conversion, key, row);
        }
    }
}
