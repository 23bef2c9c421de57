namespace AccelSim.Model.Formats.Sq;

/// <summary>
/// Activations in compact SQ-format (sq-format.md sections 2.3, 3.2, 3.3): [tokens, K], every element in exactly one precision, two scales per token
/// over all of K, and a mask of K entries for all tokens (static) or for each token (dynamic). K is filled up with zeros to whole banks. Immutable.
/// </summary>
public sealed class SqActivations
{
    private readonly ushort[] codes;
    private readonly bool[] mask;
    private readonly float[] lowScales;
    private readonly float[] highScales;

    internal SqActivations(SqFormat format, int tokens, int k, ushort[] codes, bool[] mask, float[] lowScales, float[] highScales)
    {
        Format = format;
        Elements = new SqElements(format, OperandRole.Activations);
        Tokens = tokens;
        K = k;
        StoredK = (int)format.StoredLength(k);
        (this.codes, this.mask, this.lowScales, this.highScales) = (codes, mask, lowScales, highScales);
    }

    public SqFormat Format { get; }

    public SqElements Elements { get; }

    public int Tokens { get; }

    public int K { get; }

    public int StoredK { get; }

    public bool IsDynamic => Format.MaskFor(OperandRole.Activations) == SqMask.Dynamic;

    /// <summary>[<see cref="Tokens"/>, <see cref="StoredK"/>], each code in the precision the mask says.</summary>
    public ReadOnlySpan<ushort> Codes => codes;

    /// <summary>[<see cref="StoredK"/>], or [<see cref="Tokens"/>, <see cref="StoredK"/>] when dynamic.</summary>
    public ReadOnlySpan<bool> Mask => mask;

    /// <summary>[<see cref="Tokens"/>].</summary>
    public ReadOnlySpan<float> LowScales => lowScales;

    /// <summary>[<see cref="Tokens"/>].</summary>
    public ReadOnlySpan<float> HighScales => highScales;

    public bool IsHigh(int token, int index) => mask[IsDynamic ? token * StoredK + index : index];

    /// <summary>The values, [<see cref="Tokens"/>, <see cref="K"/>]: fl(code * scale of its group).</summary>
    public float[] Dequantize()
    {
        var values = new float[(long)Tokens * K];
        for (int t = 0; t < Tokens; t++)
        {
            for (int i = 0; i < K; i++)
            {
                bool high = IsHigh(t, i);
                values[t * K + i] = Elements.Decode(high, codes[t * StoredK + i], high ? highScales[t] : lowScales[t]);
            }
        }
        return values;
    }

    /// <summary>
    /// The stored image: per token the high codes, the low codes (each k ascending), S_low, S_high; then the mask, one entry for each
    /// element of K or, when dynamic, one bit for each element of each token. As many bits as <see cref="NumberFormat.Store"/> bills at 8 bits an entry.
    /// </summary>
    /// <param name="maskEntryBits">Bits of a static mask entry: 8 as published, or 1.</param>
    public byte[] Pack(int maskEntryBits = 8)
    {
        if (maskEntryBits is not (1 or 8))
            throw new ArgumentOutOfRangeException(nameof(maskEntryBits), $"a mask entry takes 8 bits or 1, not {maskEntryBits}");
        if (Tokens == 0 || K == 0)
            return [];
        var writer = new BitWriter();
        for (int t = 0; t < Tokens; t++)
        {
            Write(writer, t, high: true, Format.High.Bits);
            Write(writer, t, high: false, Format.Low!.Bits);
            writer.Write(Elements.Scale.Encode(lowScales[t]), Elements.Scale.Format.Bits);
            writer.Write(Elements.Scale.Encode(highScales[t]), Elements.Scale.Format.Bits);
        }
        foreach (bool high in mask)
            writer.Write(high ? 1u : 0, IsDynamic ? 1 : maskEntryBits);
        return writer.ToBytes();
    }

    private void Write(BitWriter writer, int token, bool high, int bits)
    {
        for (int i = 0; i < StoredK; i++)
        {
            if (IsHigh(token, i) == high)
                writer.Write(codes[token * StoredK + i], bits);
        }
    }
}
