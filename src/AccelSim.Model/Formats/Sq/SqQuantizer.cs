namespace AccelSim.Model.Formats.Sq;

/// <summary>
/// Quantises to in-band SQ-format by rounding to nearest (sq-format.md sections 2.1, 2.2): two disjoint groups in every bank of every vector, each
/// with its own symmetric scale. Used for weights (a vector is an output column), keys (a token) and values (a channel).
/// </summary>
public static class SqQuantizer
{
    /// <param name="format">The target; in-band.</param>
    /// <param name="values">[vectors, k], k contiguous.</param>
    /// <param name="vectors">Weight columns.</param>
    /// <param name="k">Length along the reduction axis.</param>
    /// <param name="importance">[vectors, k] scores by which the high elements are chosen; empty for the magnitude.</param>
    /// <exception cref="ArgumentException">The extents disagree with the values.</exception>
    /// <exception cref="ArithmeticException">NaN or infinity.</exception>
    public static SqMatrix Quantize(SqFormat format, ReadOnlySpan<float> values, int vectors, int k, ReadOnlySpan<double> importance = default)
    {
        ArgumentNullException.ThrowIfNull(format);
        MatrixExtents.Check(values.Length, vectors, k);
        bool[] mask = importance.IsEmpty
            ? BankSelection.Top<float>(Magnitudes(values), vectors, k, format.Bank, format.HighPerBank)
            : BankSelection.Top(importance, vectors, k, format.Bank, format.HighPerBank);
        return QuantizeMasked(format, values, vectors, k, mask);
    }

    /// <summary>As <see cref="Quantize"/> with a mask of [vectors, stored K], h high in every bank.</summary>
    public static SqMatrix QuantizeMasked(SqFormat format, ReadOnlySpan<float> values, int vectors, int k, ReadOnlySpan<bool> mask)
    {
        ArgumentNullException.ThrowIfNull(format);
        MatrixExtents.Check(values.Length, vectors, k);
        int stored = (int)format.StoredLength(k);
        MatrixExtents.Check(mask.Length, vectors, stored);
        var elements = new SqElements(format, OperandRole.Weights);
        int banks = vectors * (stored / format.Bank);
        var low = new ushort[mask.Length];
        var high = new List<ushort>(banks * format.HighPerBank);
        var lowScales = new float[banks];
        var highScales = new float[banks];
        var bankValues = new float[format.Bank];
        for (int bank = 0; bank < banks; bank++)
        {
            int at = bank * format.Bank;
            int first = at % stored;
            int real = Math.Min(format.Bank, k - first);
            bankValues.AsSpan().Clear();
            values.Slice(at / stored * k + first, real).CopyTo(bankValues);
            ReadOnlySpan<bool> bankMask = mask.Slice(at, format.Bank);
            (lowScales[bank], highScales[bank]) = elements.Scales(bankValues, bankMask);
            for (int i = 0; i < format.Bank; i++)
            {
                low[at + i] = bankMask[i] ? elements.Vmask : elements.Encode(false, bankValues[i], lowScales[bank]);
                if (bankMask[i])
                    high.Add(elements.Encode(true, bankValues[i], highScales[bank]));
            }
        }
        return new SqMatrix(format, vectors, k, low, [.. high], lowScales, highScales);
    }

    internal static float[] Magnitudes(ReadOnlySpan<float> values)
    {
        var magnitudes = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new ArithmeticException($"element {i} is {values[i]}: NaN and infinity have no place in SQ-format");
            magnitudes[i] = MathF.Abs(values[i]);
        }
        return magnitudes;
    }
}
