using System.Globalization;

namespace AccelSim.Model.Formats;

/// <summary>
/// One scalar type for every element. Narrow types carry scales: one fp32 per channel or token, or with a group one (fp16 unless said
/// otherwise) per <see cref="Group"/> elements along K. A partial group at the end of K takes a scale of its own and no padding.
/// </summary>
public sealed record PlainFormat : NumberFormat
{
    /// <param name="element">The element type.</param>
    /// <param name="group">Elements along K that share a scale; 0 for one scale per channel or token.</param>
    /// <param name="scale">Type of the scales; null for the default, fp32 without a group and fp16 with one.</param>
    /// <param name="groupVectors">Neighbouring vectors that share the scale (128 for the 128x128 tiles of DeepSeek-V3, arXiv 2412.19437).</param>
    /// <exception cref="ArgumentException">See <see cref="Fault"/>.</exception>
    public PlainFormat(ScalarFormat element, int group = 0, ScalarFormat? scale = null, int groupVectors = 1)
    {
        ThrowIf(Fault(element, group, scale, groupVectors));
        Element = element;
        Group = group;
        GroupVectors = groupVectors;
        Scale = element.NeedsScale ? scale ?? DefaultScale(group) : null;
        Name = Spell();
    }

    public override string Name { get; }

    public ScalarFormat Element { get; }

    /// <summary>Elements along K that share a scale; 0 for one scale per channel or token.</summary>
    public int Group { get; }

    /// <summary>Vectors that share a scale; 1 unless groups are two-dimensional.</summary>
    public int GroupVectors { get; }

    /// <summary>Null where the element needs none (bf16, fp16, tf32, fp32, int32).</summary>
    public ScalarFormat? Scale { get; }

    public override int Granule => Math.Max(Group, 1);

    public override int PadMultiple => 1;

    public override IReadOnlyList<ScalarFormat> Elements => [Element];

    /// <summary>Why these values make no format, or null.</summary>
    public static string? Fault(ScalarFormat element, int group = 0, ScalarFormat? scale = null, int groupVectors = 1)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (element.ScaleOnly)
            return $"{element} is a scale type and cannot store an operand";
        if (group < 0 || groupVectors < 1)
            return $"a scale group has at least 1 element, not g={group}x{groupVectors}";
        if (group == 0 && groupVectors != 1)
            return "a scale shared by several vectors needs a group along K, such as g=128x128";
        if (!element.NeedsScale && (group != 0 || scale is not null))
            return $"{element} is stored without scales and takes no group or scale";
        return scale is null ? null : ScaleFault(scale);
    }

    public override double BitsPerElement(OperandRole role) =>
        Element.Bits + (Group == 0 || Scale is null ? 0 : (double)Scale.Bits / ((long)Group * GroupVectors));

    protected override StoredBits StoreMatrix(OperandRole role, long k, long vectors)
    {
        long groups = Group == 0 ? 1 : CeilingDivide(k, Group);
        long scales = Scale is null ? 0 : groups * CeilingDivide(vectors, GroupVectors) * Scale.Bits;
        return new StoredBits(Payload: k * vectors * Element.Bits, scales, Metadata: 0, Padding: 0);
    }

    /// <summary>A scale must cover many octaves; integers do not.</summary>
    internal static string? ScaleFault(ScalarFormat scale) =>
        scale.Kind == ScalarKind.Integer ? $"a scale is a float or a power of two (fp16, fp32, e8m0), not {scale}" : null;

    private static ScalarFormat DefaultScale(int group) => group == 0 ? ScalarFormats.Fp32 : ScalarFormats.Fp16;

    private string Spell()
    {
        var options = new List<string>();
        if (Group != 0)
            options.Add(GroupVectors == 1
                ? string.Create(CultureInfo.InvariantCulture, $"g={Group}")
                : string.Create(CultureInfo.InvariantCulture, $"g={Group}x{GroupVectors}"));
        if (Scale is not null && Scale != DefaultScale(Group))
            options.Add($"scale={Scale}");
        return options.Count == 0 ? Element.Name : $"{Element}({string.Join(',', options)})";
    }
}
