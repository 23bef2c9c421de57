namespace AccelSim.Model.Formats.Sq;

/// <summary>Activations to compact SQ-format: static or dynamic mask, two symmetric scales per token (sq-format.md sections 3.2, 3.3).</summary>
public static class SqActivationQuantizer
{
    /// <param name="format">The target, with a static mask.</param>
    /// <param name="values">[tokens, k], k contiguous.</param>
    /// <param name="tokens">Rows.</param>
    /// <param name="k">Input channels.</param>
    /// <param name="mask">[k filled up to whole banks], h high in every bank, from calibration.</param>
    /// <exception cref="ArgumentException">Extents disagree, or a bank has not exactly h high channels.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity.</exception>
    public static SqActivations QuantizeStatic(SqFormat format, ReadOnlySpan<float> values, int tokens, int k, ReadOnlySpan<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (format.MaskFor(OperandRole.Activations) != SqMask.Static)
            throw new ArgumentException($"{format} has no static mask");
        int stored = (int)format.StoredLength(k);
        if (mask.Length != stored)
            throw new ArgumentException($"a static mask of {k} channels in {format} has {stored} entries, not {mask.Length}");
        for (int first = 0; first < stored; first += format.Bank)
        {
            int count = mask.Slice(first, format.Bank).Count(true);
            if (count != format.HighPerBank)
                throw new ArgumentException($"bank {first / format.Bank} of the mask has {count} high channels, not {format.HighPerBank}");
        }
        return Quantize(format, values, tokens, k, mask.ToArray());
    }

    /// <summary>Chooses the top h of each bank of each token by magnitude, ties to the smaller k.</summary>
    /// <exception cref="ArgumentException">Extents disagree.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity.</exception>
    public static SqActivations QuantizeDynamic(SqFormat format, ReadOnlySpan<float> values, int tokens, int k)
    {
        ArgumentNullException.ThrowIfNull(format);
        if (format.MaskFor(OperandRole.Activations) != SqMask.Dynamic)
            throw new ArgumentException($"{format} has no dynamic mask");
        MatrixExtents.Check(values.Length, tokens, k);
        float[] magnitudes = SqQuantizer.Magnitudes(values);
        return Quantize(format, values, tokens, k, BankSelection.Top<float>(magnitudes, tokens, k, format.Bank, format.HighPerBank));
    }

    private static SqActivations Quantize(SqFormat format, ReadOnlySpan<float> values, int tokens, int k, bool[] mask)
    {
        MatrixExtents.Check(values.Length, tokens, k);
        var elements = new SqElements(format, OperandRole.Activations);
        int stored = (int)format.StoredLength(k);
        bool isDynamic = format.MaskFor(OperandRole.Activations) == SqMask.Dynamic;
        var codes = new ushort[(long)tokens * stored];
        var lowScales = new float[tokens];
        var highScales = new float[tokens];
        for (int t = 0; t < tokens; t++)
        {
            ReadOnlySpan<float> row = values.Slice(t * k, k);
            ReadOnlySpan<bool> rowMask = mask.AsSpan(isDynamic ? t * stored : 0, stored);
            (lowScales[t], highScales[t]) = elements.Scales(row, rowMask);
            for (int i = 0; i < k; i++)
                codes[t * stored + i] = elements.Encode(rowMask[i], row[i], rowMask[i] ? highScales[t] : lowScales[t]);
        }
        return new SqActivations(format, tokens, k, codes, mask, lowScales, highScales);
    }
}
