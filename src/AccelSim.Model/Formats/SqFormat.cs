using System.Globalization;

namespace AccelSim.Model.Formats;

/// <summary>
/// SQ-format (arXiv 2512.05409): of every bank of <see cref="Bank"/> elements along K, <see cref="HighPerBank"/> are stored in a high
/// precision and the rest in a low one, each kind with its own symmetric scale. Sparsity is the fraction kept <em>low</em>, as in the paper.
/// Layouts: in-band (weights, KV) has a low slot for every element, compact high codes and two scales per bank and vector;
/// compact (activations, outputs) has only the codes in use, two scales per token over all of K, and an explicit mask.
/// </summary>
public sealed record SqFormat : NumberFormat
{
    /// <summary>What the published 5.94 MB of masks imply (sq-format.md section 2.3): a byte an entry.</summary>
    public const int DefaultMaskEntryBits = 8;

    /// <param name="high">Element type of the selected.</param>
    /// <param name="low">Element type of the rest; null (h_low = 0: the rest is zero) exists only to state that SQ contains 2:4.</param>
    /// <param name="bank">Elements along K that share one selection.</param>
    /// <param name="highPerBank">(1-s) * bank, at least 1 and less than the bank.</param>
    /// <param name="mask">The activation mask; null for the default of the role (in-band, or static for activations).</param>
    /// <param name="scale">Type of all scales; null for the defaults, fp16 per bank and fp32 per token.</param>
    /// <param name="maskEntryBits">Bits of an entry of a static mask, 8 or 1.</param>
    /// <exception cref="ArgumentException">See <see cref="Fault"/>.</exception>
    public SqFormat(
        ScalarFormat high, ScalarFormat? low, int bank, int highPerBank, SqMask? mask = null, ScalarFormat? scale = null,
        int maskEntryBits = DefaultMaskEntryBits)
    {
        ThrowIf(Fault(high, low, bank, highPerBank, scale) ?? MaskFault(mask, maskEntryBits));
        High = high;
        Low = low;
        Bank = bank;
        HighPerBank = highPerBank;
        Mask = mask;
        Scale = scale;
        MaskEntryBits = maskEntryBits;
        string tail = (mask is null or SqMask.InBand ? "" : "," + MaskWord(mask.Value))
            + (maskEntryBits == DefaultMaskEntryBits ? "" : string.Create(CultureInfo.InvariantCulture, $",mask_bits={maskEntryBits}")) + (scale is null ? "" : $",scale={scale}");
        Name = string.Create(CultureInfo.InvariantCulture, $"sq({high}/{low?.Name ?? "none"},b={bank},s={Sparsity}{tail})");
    }

    public override string Name { get; }

    public ScalarFormat High { get; }

    /// <summary>Null only for h_low = 0, which no user can write.</summary>
    public ScalarFormat? Low { get; }

    public int Bank { get; }

    public int HighPerBank { get; }

    /// <summary>As given; see <see cref="MaskFor"/> for the one in force.</summary>
    public SqMask? Mask { get; }

    /// <summary>As given; see <see cref="ScaleFor"/> for the one in force.</summary>
    public ScalarFormat? Scale { get; }

    /// <summary>s, the fraction of elements in low precision.</summary>
    public double Sparsity => (double)(Bank - HighPerBank) / Bank;

    /// <summary>Bits of an entry of a static mask (switch <c>mask_entry_bits</c>): a byte, or packed.</summary>
    public int MaskEntryBits { get; }

    public override int Granule => Bank;

    public override int PadMultiple => Bank;

    public override IReadOnlyList<ScalarFormat> Elements => Low is null ? [High] : [Low, High];

    /// <summary>The mask in force for a role.</summary>
    public SqMask MaskFor(OperandRole role) => IsCompact(role) ? Mask ?? SqMask.Static : SqMask.InBand;

    /// <summary>The scale type in force for a role: per bank and vector when in-band, per token when compact.</summary>
    public ScalarFormat ScaleFor(OperandRole role) => Scale ?? (IsCompact(role) ? ScalarFormats.Fp32 : ScalarFormats.Fp16);

    /// <summary>Why these values make no SQ-format, or null.</summary>
    public static string? Fault(ScalarFormat high, ScalarFormat? low, int bank, int highPerBank, ScalarFormat? scale = null)
    {
        ArgumentNullException.ThrowIfNull(high);
        if (!high.NeedsScale || (low is not null && !low.NeedsScale))
            return $"SQ-format is made of scaled element types (integers up to 16 bits, floats up to 8), not {high}/{low}";
        if (low is not null && (high.Kind != low.Kind || low.Bits >= high.Bits || !high.Contains(low)))
            return $"{high}/{low}: the low type must be a narrower type whose values the high type holds, "
                + "such as int8/int4, int4/int2 or fp8_e4m3/fp4_e2m1";
        if (low is { Specials: SpecialValues.NanNegativeZero })
            return $"{low} has no spare code to mark high elements with";
        if (bank < 2)
            return $"a bank has at least 2 elements, not b={bank}";
        if (highPerBank < 1 || highPerBank >= bank)
            return $"a bank of {bank} has 1 to {bank - 1} high elements, not {highPerBank}";
        return scale is null ? null : PlainFormat.ScaleFault(scale);
    }

    /// <summary>Why a static mask cannot have entries of so many bits, or null.</summary>
    public static string? MaskFault(SqMask? mask, int bits)
    {
        if (bits is not (1 or 8))
            return $"an entry of a static mask takes 8 bits or 1, not {bits}";
        return bits == DefaultMaskEntryBits || mask is SqMask.Static ? null : "mask_bits goes with a static mask";
    }

    public override string? WhyNot(OperandRole role)
    {
        if (Low is null && IsCompact(role))
            return $"{Name}: h_low = 0 is defined for weights only";
        bool fits = Mask is null || (IsCompact(role) ? Mask != SqMask.InBand : Mask == SqMask.InBand);
        return fits ? null : IsCompact(role)
            ? $"{Name}: activations take a static or dynamic mask"
            : $"{Name}: a {MaskWord(Mask!.Value)} mask is for activations; weights and KV keep theirs in the low codes";
    }

    public override double BitsPerElement(OperandRole role)
    {
        double high = (1 - Sparsity) * High.Bits;
        if (IsCompact(role))
            return high + Sparsity * (Low?.Bits ?? 0) + (MaskFor(role) == SqMask.Dynamic ? 1 : 0);
        double scales = (double)ScaleFor(role).Bits / Bank;
        return Low is null ? high + 1 + scales : high + Low.Bits + 2 * scales;
    }

    protected override StoredBits StoreMatrix(OperandRole role, long k, long vectors)
    {
        long banks = CeilingDivide(k, Bank);
        long pad = banks * Bank - k;
        // Every bank holds exactly HighPerBank high codes; zeros of the padding are chosen last.
        long high = k / Bank * HighPerBank + Math.Min(HighPerBank, k % Bank);
        long highPad = banks * HighPerBank - high;
        long scaleBits = ScaleFor(role).Bits;
        if (!IsCompact(role))
        {
            // Without low codes nothing is left to hold the mask: a bitmap takes their place and S_low vanishes (section 2.2).
            int slotBits = Low?.Bits ?? 1;
            long slots = k * vectors * slotBits;
            return new StoredBits(
                Payload: high * vectors * High.Bits + (Low is null ? 0 : slots),
                Scales: banks * vectors * scaleBits * (Low is null ? 1 : 2),
                Metadata: Low is null ? slots : 0,
                Padding: (highPad * High.Bits + pad * slotBits) * vectors);
        }
        int lowBits = Low!.Bits;
        bool isDynamic = MaskFor(role) == SqMask.Dynamic;
        long maskBits = isDynamic ? vectors : MaskEntryBits;
        return new StoredBits(
            Payload: (high * High.Bits + (k - high) * lowBits) * vectors,
            Scales: 2 * vectors * scaleBits,
            Metadata: k * maskBits,
            Padding: (highPad * High.Bits + (pad - highPad) * lowBits) * vectors + pad * maskBits);
    }

    private static bool IsCompact(OperandRole role) => role is OperandRole.Activations or OperandRole.Output;

    private static string MaskWord(SqMask mask) => mask switch
    {
        SqMask.Static => "static",
        SqMask.Dynamic => "dynamic",
        _ => "in-band",
    };
}
