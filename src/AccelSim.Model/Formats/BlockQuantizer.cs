using System.Numerics;

namespace AccelSim.Model.Formats;

/// <summary>
/// Quantisation to a block-scaled format.
/// <para>Power-of-two scales (OCP MX 1.0 section 6.3, microxcaling), exact but for the one rounding of each element:</para>
/// <code>
/// e    = floor(log2 amax) - emax              emax: exponent of the largest element value (2 for E2M1, 8 for E4M3, 0 for MXINT8)
/// e    &lt; -127 -> -127;  e > 127 -> NaN scale; NaN or infinity in the block -> NaN scale
/// code = round(x / 2^e), saturated            a NaN scale makes the block NaN, its codes are 0
/// amax = 0 -> scale code 0, codes 0           our choice; libraries differ
/// </code>
/// <para>Float scales (NVFP4), each `/` and `*` one fp32 nearest-even operation in this order (numerics.md section 2.3, order our choice):</para>
/// <code>
/// g    = amax_tensor / (448 * 6)              largest scale times largest element; 1 where the format has no tensor scale
/// s    = round((amax_block / 6) / g)          to the scale's type, nearest-even, saturated
/// code = round(x / (s * g)), saturated        all codes 0 where g = 0 or s * g = 0
/// value = (code * s) * g
/// </code>
/// </summary>
public static class BlockQuantizer
{
    /// <summary>Elements with steps above 2^this cannot tell an fp32 quotient below 2^-126 from zero under nearest-even.</summary>
    private const int DeepElement = -120;

    /// <param name="format">The target.</param>
    /// <param name="values">[vectors, k], k contiguous.</param>
    /// <param name="vectors">Weight columns or tokens.</param>
    /// <param name="k">Length along the reduction axis.</param>
    /// <param name="conversion">Rounding of the elements; they always saturate.</param>
    /// <param name="key">Key of the tensor for stochastic rounding; element (v, i) draws at index v * k + i.</param>
    /// <exception cref="ArgumentException">The extents disagree with the values.</exception>
    /// <exception cref="ArithmeticException">A NaN or infinity meets a format with float scales.</exception>
    public static CodedMatrix Quantize(
        BlockScaledFormat format, ReadOnlySpan<float> values, int vectors, int k, Conversion conversion = default, ulong key = 0)
    {
        ArgumentNullException.ThrowIfNull(format);
        MatrixExtents.Check(values.Length, vectors, k);
        var codec = new ScalarCodec(format.Element);
        var scaleCodec = new ScalarCodec(format.Scale);
        int blocks = (int)(format.StoredLength(k) / format.Block);
        var matrix = new CodedMatrix(format, codec, vectors, k, vectors, blocks);
        if (format.TensorScale is not null)
            matrix.TensorScale = TensorScale(format, values);
        conversion = conversion with { Overflow = OverflowRule.Saturate };
        switch (matrix.BytesPerCode)
        {
            case 1:
                Fill<byte>(matrix, format, scaleCodec, values, conversion, key);
                break;
            case 2:
                Fill<ushort>(matrix, format, scaleCodec, values, conversion, key);
                break;
            default:
                Fill<uint>(matrix, format, scaleCodec, values, conversion, key);
                break;
        }
        return matrix;
    }

    private static void Fill<TCode>(
        CodedMatrix matrix, BlockScaledFormat format, ScalarCodec scaleCodec, ReadOnlySpan<float> values, Conversion conversion, ulong key)
        where TCode : unmanaged, IBinaryInteger<TCode>, IUnsignedNumber<TCode>
    {
        bool isPowerOfTwo = format.Scale.Kind == ScalarKind.Exponent;
        // A quotient too small for fp32 would round twice; nearest-even to a shallow element cannot tell, the other rules could.
        bool needsExact = isPowerOfTwo && (conversion.Rounding != Rounding.NearestEven || format.Element.LowestBit < DeepElement);
        int k = matrix.K;
        float[] quotients = new float[k];
        for (int v = 0; v < matrix.Vectors; v++)
        {
            Span<TCode> codes = matrix.WritableCodes<TCode>().Slice(v * matrix.StoredK, k);
            for (int b = 0; b < matrix.ScalesPerRow; b++)
            {
                int first = b * format.Block;
                int length = Math.Min(format.Block, k - first);
                ReadOnlySpan<float> block = values.Slice(v * k + first, length);
                float absMax = AbsMax.Of(block);
                (float scale, float divisor) = isPowerOfTwo
                    ? PowerOfTwo(format, scaleCodec, absMax)
                    : FloatScale(format, scaleCodec, absMax, matrix.TensorScale);
                matrix.WritableScales[v * matrix.ScalesPerRow + b] = scale;
                if (divisor == 0)
                    quotients.AsSpan(first, length).Clear();
                else if (needsExact)
                    matrix.Codec.EncodeScaled(block, codes.Slice(first, length), -MathF.ILogB(divisor), conversion, key, (long)v * k + first);
                else
                    Quotient.Of(block, divisor, quotients.AsSpan(first, length));
            }
            if (!needsExact)
                matrix.Codec.Encode(quotients, codes, conversion, key, (long)v * k);
        }
    }

    /// <summary>The stored scale, and what the elements are divided by: scale times element unit; 0 where all codes are 0.</summary>
    private static (float Scale, float Divisor) PowerOfTwo(BlockScaledFormat format, ScalarCodec scaleCodec, float absMax)
    {
        if (absMax == 0)
            return (scaleCodec.Decode(0), 0);
        if (!float.IsFinite(absMax))
            return (float.NaN, 0);
        int exponent = MathF.ILogB(absMax) - (format.Element.MaxExponent + format.ElementExponent);
        if (exponent > format.Scale.MaxExponent)
            return (float.NaN, 0);
        exponent = Math.Max(exponent, format.Scale.LowestBit);
        return (MathF.ScaleB(1, exponent), MathF.ScaleB(1, exponent + format.ElementExponent));
    }

    private static (float Scale, float Divisor) FloatScale(BlockScaledFormat format, ScalarCodec scaleCodec, float absMax, float tensorScale)
    {
        if (!float.IsFinite(absMax))
            throw new ArithmeticException($"NaN or infinity has no place in {format}");
        if (absMax == 0 || tensorScale == 0)
            return (0, 0);
        float scale = scaleCodec.Round(absMax / ElementMax(format) / tensorScale);
        return (scale, scale * tensorScale * MathF.ScaleB(1, format.ElementExponent));
    }

    private static float TensorScale(BlockScaledFormat format, ReadOnlySpan<float> values)
    {
        float absMax = AbsMax.Of(values);
        return float.IsFinite(absMax)
            ? absMax / ((float)format.Scale.MaxFinite * ElementMax(format))
            : throw new ArithmeticException($"NaN or infinity has no place in {format}");
    }

    private static float ElementMax(BlockScaledFormat format) => (float)Math.ScaleB(format.Element.MaxFinite, format.ElementExponent);
}
