namespace AccelSim.Model.Formats;

/// <summary>
/// Blocks of consecutive elements along K under one narrow scale: the MX types of OCP MX 1.0 and NVFP4.
/// K is filled up with zeros to a whole block. Value = tensor scale * block scale * code * 2^<see cref="ElementExponent"/>.
/// </summary>
public sealed record BlockScaledFormat : NumberFormat
{
    /// <exception cref="ArgumentException">See <see cref="Fault"/>.</exception>
    public BlockScaledFormat(
        string name, ScalarFormat element, int block, ScalarFormat scale, ScalarFormat? tensorScale = null, int elementExponent = 0)
    {
        ThrowIf(Fault(name, element, block, scale, tensorScale, elementExponent));
        Name = name;
        Element = element;
        Block = block;
        Scale = scale;
        TensorScale = tensorScale;
        ElementExponent = elementExponent;
    }

    public override string Name { get; }

    public ScalarFormat Element { get; }

    /// <summary>Elements along K under one scale.</summary>
    public int Block { get; }

    public ScalarFormat Scale { get; }

    /// <summary>One more scale for the whole tensor (fp32 for NVFP4), or null.</summary>
    public ScalarFormat? TensorScale { get; }

    /// <summary>Fixed power of two on every code: -6 for MXINT8, whose largest element is 127/64; else 0.</summary>
    public int ElementExponent { get; }

    public override int Granule => Block;

    public override int PadMultiple => Block;

    public override IReadOnlyList<ScalarFormat> Elements => [Element];

    /// <summary>Why these values make no format, or null.</summary>
    public static string? Fault(
        string name, ScalarFormat element, int block, ScalarFormat scale, ScalarFormat? tensorScale = null, int elementExponent = 0)
    {
        ArgumentNullException.ThrowIfNull(element);
        ArgumentNullException.ThrowIfNull(scale);
        if (element.ScaleOnly)
            return $"{element} is a scale type and cannot store an operand";
        if (!element.NeedsScale)
            return $"{element} is stored without scales; blocks are made of integers up to 16 bits or floats up to 8";
        if (scale.Kind == ScalarKind.Exponent && tensorScale is not null)
            return $"a power-of-two block scale ({scale}) reaches far enough and takes no tensor scale";
        if (elementExponent is < -16 or > 0)
            return $"the element exponent is -16 to 0, not {elementExponent}";
        if (scale.LowestBit + elementExponent < -149)
            return $"2^{scale.LowestBit} times 2^{elementExponent} is smaller than fp32 can hold: change the scale's bias";
        if (block < 1)
            return $"a block has at least 1 element, not {block}";
        return FormatName.Fault(name) ?? PlainFormat.ScaleFault(scale) ?? (tensorScale is null ? null : PlainFormat.ScaleFault(tensorScale));
    }

    public override double BitsPerElement(OperandRole role) => Element.Bits + (double)Scale.Bits / Block;

    protected override StoredBits StoreMatrix(OperandRole role, long k, long vectors)
    {
        long blocks = CeilingDivide(k, Block);
        return new StoredBits(
            Payload: k * vectors * Element.Bits,
            Scales: blocks * vectors * Scale.Bits + (TensorScale?.Bits ?? 0),
            Metadata: 0,
            Padding: (blocks * Block - k) * vectors * Element.Bits);
    }
}
