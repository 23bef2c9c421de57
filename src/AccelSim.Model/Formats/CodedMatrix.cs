using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AccelSim.Model.Formats;

/// <summary>
/// A matrix as codes and scales of a plain or block-scaled format: [vectors, K] with K contiguous, so a weight matrix W[K, N] is held by column.
/// Codes are unpacked, one to 1, 2 or 4 bytes, in the low bits; K is filled up with zero codes to <see cref="StoredK"/>.
/// </summary>
public sealed class CodedMatrix
{
    private readonly byte[] codes;
    private readonly float[] scales;

    internal CodedMatrix(NumberFormat format, ScalarCodec codec, int vectors, int k, int scaleRows, int scalesPerRow)
    {
        Format = format;
        Codec = codec;
        Vectors = vectors;
        K = k;
        StoredK = (int)format.StoredLength(k);
        BytesPerCode = codec.Format.CodeBits switch { <= 8 => 1, <= 16 => 2, _ => 4 };
        ScalesPerRow = scalesPerRow;
        codes = new byte[(long)vectors * StoredK * BytesPerCode];
        scales = new float[(long)scaleRows * scalesPerRow];
    }

    public NumberFormat Format { get; }

    /// <summary>Reads and writes the element codes.</summary>
    public ScalarCodec Codec { get; }

    public int Vectors { get; }

    /// <summary>Logical length of a vector.</summary>
    public int K { get; }

    /// <summary>Length of a vector with its zero padding.</summary>
    public int StoredK { get; }

    /// <summary>1, 2 or 4.</summary>
    public int BytesPerCode { get; }

    /// <summary>Scales that one vector meets along K; 0 for formats without.</summary>
    public int ScalesPerRow { get; }

    /// <summary>Values of the stored scales, [scale rows, <see cref="ScalesPerRow"/>]; vectors that share scales share a row.</summary>
    public ReadOnlySpan<float> Scales => scales;

    /// <summary>The fp32 scale of the whole tensor; 1 for formats without.</summary>
    public float TensorScale { get; internal set; } = 1;

    internal Span<float> WritableScales => scales;

    /// <summary>All codes, [<see cref="Vectors"/>, <see cref="StoredK"/>].</summary>
    /// <exception cref="InvalidOperationException"><typeparamref name="TCode"/> has not <see cref="BytesPerCode"/> bytes.</exception>
    public ReadOnlySpan<TCode> Codes<TCode>()
        where TCode : unmanaged
    {
        return WritableCodes<TCode>();
    }

    internal Span<TCode> WritableCodes<TCode>()
        where TCode : unmanaged
    {
        if (Unsafe.SizeOf<TCode>() != BytesPerCode)
            throw new InvalidOperationException($"codes of {Format} take {BytesPerCode} bytes each");
        return MemoryMarshal.Cast<byte, TCode>(codes.AsSpan());
    }

    public uint Code(int vector, int index)
    {
        long at = (long)vector * StoredK + index;
        return BytesPerCode switch
        {
            1 => codes[at],
            2 => MemoryMarshal.Cast<byte, ushort>(codes)[(int)at],
            _ => MemoryMarshal.Cast<byte, uint>(codes)[(int)at],
        };
    }

    /// <summary>The scale that applies to an element; 1 for formats without.</summary>
    public float Scale(int vector, int index) => ScalesPerRow == 0 ? 1 : Format switch
    {
        PlainFormat { Group: 0 } => scales[vector],
        PlainFormat plain => scales[vector / plain.GroupVectors * ScalesPerRow + index / plain.Group],
        _ => scales[vector * ScalesPerRow + index / Format.Granule],
    };

    /// <summary>
    /// The values, [<see cref="Vectors"/>, <see cref="K"/>]: fl(fl(code * scale) * tensor scale), each product one fp32 operation,
    /// the second left out where there is no tensor scale. A block with a NaN scale is NaN throughout (OCP MX 1.0).
    /// </summary>
    public float[] Dequantize()
    {
        float[] values = new float[(long)Vectors * K];
        int segment = ScalesPerRow <= 1 ? Math.Max(K, 1) : Format.Granule;
        for (int v = 0; v < Vectors; v++)
        {
            for (int first = 0; first < K; first += segment)
                Dequantize(v, first, values.AsSpan(v * K + first, Math.Min(segment, K - first)));
        }
        return values;
    }

    /// <summary>One run of elements under one scale.</summary>
    private void Dequantize(int vector, int first, Span<float> values)
    {
        int at = vector * StoredK + first;
        switch (BytesPerCode)
        {
            case 1:
                Codec.Decode(Codes<byte>().Slice(at, values.Length), values);
                break;
            case 2:
                Codec.Decode(Codes<ushort>().Slice(at, values.Length), values);
                break;
            default:
                Codec.Decode(Codes<uint>().Slice(at, values.Length), values);
                break;
        }
        if (ScalesPerRow == 0)
            return;
        // The unit is a power of two on a narrow element: exact.
        float unit = Format is BlockScaledFormat block ? MathF.ScaleB(1, block.ElementExponent) : 1;
        float scale = Scale(vector, first);
        bool hasTensorScale = Format is BlockScaledFormat { TensorScale: not null };
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i] * unit * scale;
            values[i] = hasTensorScale ? value * TensorScale : value;
        }
    }

    /// <summary>
    /// The stored image, as many bits as <see cref="NumberFormat.Store"/> bills: codes of every vector in order with their padding, then the scales
    /// in order, then the tensor scale; each field low bits first, in the width its type is billed for.
    /// </summary>
    public byte[] Pack()
    {
        var writer = new BitWriter();
        for (int v = 0; v < Vectors; v++)
        {
            for (int i = 0; i < StoredK; i++)
                writer.Write(Code(v, i), Codec.Format.Bits);
        }
        if (ScaleFormat is { } scaleFormat)
        {
            var scaleCodec = new ScalarCodec(scaleFormat);
            foreach (float scale in scales)
                writer.Write(scaleCodec.Encode(scale), scaleFormat.Bits);
        }
        if (Vectors > 0 && K > 0 && Format is BlockScaledFormat { TensorScale: { } tensorFormat })
            writer.Write(new ScalarCodec(tensorFormat).Encode(TensorScale), tensorFormat.Bits);
        return writer.ToBytes();
    }

    private ScalarFormat? ScaleFormat => Format switch
    {
        PlainFormat plain => plain.Scale,
        BlockScaledFormat block => block.Scale,
        _ => null,
    };
}
