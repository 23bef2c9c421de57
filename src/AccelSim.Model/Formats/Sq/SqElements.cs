namespace AccelSim.Model.Formats.Sq;

/// <summary>
/// Codes of the elements and scales of one SQ-format (sq-format.md section 2.2). Symmetric: scale = round(absmax / q_max) to its storage type first,
/// then q = clamp(round(w / scale)), ties to even; a scale that rounds to 0 stores 0 and all-zero codes.
/// The low code <see cref="Vmask"/> marks a high element and is never the code of a value.
/// </summary>
public sealed class SqElements
{
    public SqElements(SqFormat format, OperandRole role)
    {
        ArgumentNullException.ThrowIfNull(format);
        High = new ScalarCodec(format.High);
        Low = format.Low is null ? null : new ScalarCodec(format.Low);
        Scale = new ScalarCodec(format.ScaleFor(role));
        LowBits = format.Low?.Bits ?? 1;
        Vmask = (ushort)(1 << (LowBits - 1));
    }

    public ScalarCodec High { get; }

    /// <summary>Null for h_low = 0.</summary>
    public ScalarCodec? Low { get; }

    public ScalarCodec Scale { get; }

    /// <summary>Bits of a low slot: h_low, or 1 for the bitmap that takes its place where h_low = 0.</summary>
    public int LowBits { get; }

    /// <summary>The unused minimum of an integer, -0 of a float, 1 of the bitmap: always the top bit of the slot alone.</summary>
    public ushort Vmask { get; }

    /// <summary>The stored scale of a group with this largest magnitude; 0 where h_low = 0 asks for a low one.</summary>
    public float ScaleFor(bool high, float absMax) =>
        high ? PlainQuantizer.ScaleFor(absMax, High.Format, Scale) : Low is null ? 0 : PlainQuantizer.ScaleFor(absMax, Low.Format, Scale);

    /// <summary>The code of a value under a scale.</summary>
    public ushort Encode(bool high, float value, float scale)
    {
        if (scale == 0 || (!high && Low is null))
            return 0;
        uint code = (high ? High : Low!).Encode(value / scale);
        // A true zero of a float is +0: -0 is taken by the mask.
        return !high && code == Vmask ? (ushort)0 : (ushort)code;
    }

    /// <summary>fl(code * scale); a low code 0 of h_low = 0 is 0.</summary>
    public float Decode(bool high, ushort code, float scale) =>
        high ? High.Decode(code) * scale : Low is null ? 0 : Low.Decode(code) * scale;

    /// <summary>The two scales of a bank (or of a token), each from the members of its own group.</summary>
    /// <exception cref="ArithmeticException">NaN or infinity among the values.</exception>
    public (float Low, float High) Scales(ReadOnlySpan<float> values, ReadOnlySpan<bool> mask)
    {
        float low = 0;
        float high = 0;
        for (int i = 0; i < values.Length; i++)
        {
            float magnitude = MathF.Abs(values[i]);
            if (!float.IsFinite(magnitude))
                throw new ArithmeticException($"NaN or infinity at position {i} has no place in SQ-format");
            if (mask[i])
                high = MathF.Max(high, magnitude);
            else
                low = MathF.Max(low, magnitude);
        }
        return (ScaleFor(high: false, low), ScaleFor(high: true, high));
    }
}
