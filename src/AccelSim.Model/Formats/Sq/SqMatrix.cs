namespace AccelSim.Model.Formats.Sq;

/// <summary>
/// A matrix in in-band SQ-format (weights W[K, N] by column, keys by token, values by channel): [vectors, K] with K contiguous and filled up with
/// zeros to whole banks. Low codes are dense and hold <see cref="SqElements.Vmask"/> under every high element; the j-th such code of a bank owns the
/// j-th high code of that bank (sq-format.md section 2.1). Immutable.
/// </summary>
public sealed class SqMatrix
{
    private readonly ushort[] low;
    private readonly ushort[] high;
    private readonly float[] lowScales;
    private readonly float[] highScales;

    /// <param name="format">The format; its mask must be in-band.</param>
    /// <param name="vectors">Weight columns, or vectors of a KV cache.</param>
    /// <param name="k">Logical length along the reduction axis.</param>
    /// <param name="low">[vectors, stored K], two's complement or float codes; bitmap where h_low = 0.</param>
    /// <param name="high">[vectors, banks * h], ascending k.</param>
    /// <param name="lowScales">[vectors, banks].</param>
    /// <param name="highScales">[vectors, banks].</param>
    /// <exception cref="ArgumentException">Extents disagree, or a bank does not hold exactly h high elements.</exception>
    public SqMatrix(SqFormat format, int vectors, int k, ushort[] low, ushort[] high, float[] lowScales, float[] highScales)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(low);
        ArgumentNullException.ThrowIfNull(high);
        ArgumentNullException.ThrowIfNull(lowScales);
        ArgumentNullException.ThrowIfNull(highScales);
        if (format.WhyNot(OperandRole.Weights) is { } reason)
            throw new ArgumentException(reason);
        ArgumentOutOfRangeException.ThrowIfNegative(vectors);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        Format = format;
        Elements = new SqElements(format, OperandRole.Weights);
        Vectors = vectors;
        K = k;
        StoredK = (int)format.StoredLength(k);
        Banks = StoredK / format.Bank;
        (this.low, this.high, this.lowScales, this.highScales) = (low, high, lowScales, highScales);
        long banks = (long)vectors * Banks;
        bool fits = low.Length == (long)vectors * StoredK && high.Length == banks * format.HighPerBank;
        if (!fits || lowScales.Length != banks || highScales.Length != banks)
            throw new ArgumentException($"codes and scales do not fit {vectors} vectors of {k} in {format}");
        for (int bank = 0; bank < banks; bank++)
        {
            int count = low.AsSpan(bank * format.Bank, format.Bank).Count(Elements.Vmask);
            if (count != format.HighPerBank)
                throw new ArgumentException($"bank {bank % Banks} of vector {bank / Banks} marks {count} high elements, not {format.HighPerBank}");
        }
    }

    public SqFormat Format { get; }

    public SqElements Elements { get; }

    public int Vectors { get; }

    /// <summary>Logical length of a vector.</summary>
    public int K { get; }

    /// <summary>Length with zero padding.</summary>
    public int StoredK { get; }

    /// <summary>Banks of one vector.</summary>
    public int Banks { get; }

    /// <summary>[<see cref="Vectors"/>, <see cref="StoredK"/>].</summary>
    public ReadOnlySpan<ushort> Low => low;

    /// <summary>[<see cref="Vectors"/>, <see cref="Banks"/> * h].</summary>
    public ReadOnlySpan<ushort> High => high;

    /// <summary>[<see cref="Vectors"/>, <see cref="Banks"/>].</summary>
    public ReadOnlySpan<float> LowScales => lowScales;

    /// <summary>[<see cref="Vectors"/>, <see cref="Banks"/>].</summary>
    public ReadOnlySpan<float> HighScales => highScales;

    /// <summary>[<see cref="Vectors"/>, <see cref="StoredK"/>], true for high.</summary>
    public bool[] Mask() => Array.ConvertAll(low, code => code == Elements.Vmask);

    /// <summary>The values, [<see cref="Vectors"/>, <see cref="K"/>]: fl(code * scale) of the part that owns the element.</summary>
    public float[] Dequantize()
    {
        float[] values = new float[(long)Vectors * K];
        for (int v = 0; v < Vectors; v++)
        {
            int next = v * Banks * Format.HighPerBank;
            for (int i = 0; i < StoredK; i++)
            {
                ushort code = low[v * StoredK + i];
                int bank = v * Banks + i / Format.Bank;
                bool isHigh = code == Elements.Vmask;
                float value = isHigh ? Elements.Decode(true, high[next++], highScales[bank]) : Elements.Decode(false, code, lowScales[bank]);
                if (i < K)
                    values[v * K + i] = value;
            }
        }
        return values;
    }
}
