namespace AccelSim.Model.Formats.Sq;

/// <summary>
/// A matrix with 2:4 sparsity: of every four elements along K the two of the higher score are kept, the others are zero (NVIDIA A100 whitepaper;
/// the case b = 4, s = 0.5, h_low = 0 of SQ-format, sq-format.md section 1). Scales are those of the inner format over the kept values.
/// </summary>
public sealed class TwoFourMatrix
{
    private const int Quad = 4;
    private const int Kept = 2;
    private const int IndexBits = 2;
    private readonly bool[] mask;

    /// <param name="format">The format.</param>
    /// <param name="dense">All K positions in the inner format.</param>
    /// <param name="mask">[vectors, stored K], two kept in every quad.</param>
    /// <exception cref="ArgumentException">The parts disagree.</exception>
    public TwoFourMatrix(TwoFourFormat format, CodedMatrix dense, bool[] mask)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(dense);
        ArgumentNullException.ThrowIfNull(mask);
        if (dense.Format != format.Inner)
            throw new ArgumentException($"{dense.Format} is not the inner format of {format}");
        MatrixExtents.Check(mask.Length, dense.Vectors, (int)format.StoredLength(dense.K));
        for (int quad = 0; quad < mask.Length; quad += Quad)
        {
            if (mask.AsSpan(quad, Quad).Count(true) != Kept)
                throw new ArgumentException($"the quad at position {quad} does not keep {Kept} elements");
        }
        (Format, Dense, this.mask) = (format, dense, mask);
    }

    public TwoFourFormat Format { get; }

    /// <summary>All K positions in the inner format, zero where nothing is kept.</summary>
    public CodedMatrix Dense { get; }

    /// <summary>[vectors, K filled up to whole quads], true for kept.</summary>
    public ReadOnlySpan<bool> Mask => mask;

    /// <param name="format">The target.</param>
    /// <param name="values">[vectors, k], k contiguous.</param>
    /// <param name="vectors">Weight columns.</param>
    /// <param name="k">Length along the reduction axis.</param>
    /// <param name="importance">[vectors, k] scores; empty for the magnitude.</param>
    /// <exception cref="ArgumentException">The extents disagree.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity.</exception>
    public static TwoFourMatrix Quantize(
        TwoFourFormat format, ReadOnlySpan<float> values, int vectors, int k, ReadOnlySpan<double> importance = default)
    {
        ArgumentNullException.ThrowIfNull(format);
        MatrixExtents.Check(values.Length, vectors, k);
        bool[] mask = importance.IsEmpty
            ? BankSelection.Top<float>(SqQuantizer.Magnitudes(values), vectors, k, Quad, Kept)
            : BankSelection.Top(importance, vectors, k, Quad, Kept);
        return QuantizeMasked(format, values, vectors, k, mask);
    }

    /// <summary>As <see cref="Quantize"/> with a mask of [vectors, stored K], two kept in every quad.</summary>
    public static TwoFourMatrix QuantizeMasked(TwoFourFormat format, ReadOnlySpan<float> values, int vectors, int k, bool[] mask)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(mask);
        MatrixExtents.Check(values.Length, vectors, k);
        int stored = (int)format.StoredLength(k);
        MatrixExtents.Check(mask.Length, vectors, stored);
        var pruned = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
            pruned[i] = mask[i / k * stored + i % k] ? values[i] : 0;
        return new TwoFourMatrix(format, PlainQuantizer.Quantize(format.Inner, pruned, vectors, k), mask);
    }

    public float[] Dequantize() => Dense.Dequantize();

    /// <summary>
    /// The stored image: per vector and quad two codes, then their two 2-bit positions; after all vectors the scales.
    /// As many bits as <see cref="NumberFormat.Store"/> bills.
    /// </summary>
    public byte[] Pack()
    {
        var writer = new BitWriter();
        for (int quad = 0; quad < mask.Length; quad += Quad)
        {
            int stored = (int)Format.StoredLength(Dense.K);
            for (int i = quad; i < quad + Quad; i++)
            {
                if (mask[i])
                    writer.Write(i % stored < Dense.K ? Dense.Code(i / stored, i % stored) : 0, Format.Inner.Element.Bits);
            }
            for (int i = 0; i < Quad; i++)
            {
                if (mask[quad + i])
                    writer.Write((uint)i, IndexBits);
            }
        }
        if (Format.Inner.Scale is { } scale)
        {
            var codec = new ScalarCodec(scale);
            foreach (float value in Dense.Scales)
                writer.Write(codec.Encode(value), scale.Bits);
        }
        return writer.ToBytes();
    }
}
