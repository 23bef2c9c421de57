namespace AccelSim.Model.Formats;

/// <summary>
/// Structured 2:4 sparsity: of every four consecutive elements along K two are stored, each with a 2-bit index (NVIDIA A100 whitepaper).
/// Scale groups of the inner format count dense positions of K. K is filled up with zeros to a multiple of 4.
/// </summary>
public sealed record TwoFourFormat : NumberFormat
{
    private const int Quad = 4;
    private const int Kept = 2;
    private const int IndexBits = 2;

    /// <exception cref="ArgumentException">See <see cref="Fault"/>.</exception>
    public TwoFourFormat(PlainFormat inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        ThrowIf(Fault(inner));
        Inner = inner;
        Name = $"2:4({inner.Name})";
    }

    public override string Name { get; }

    /// <summary>The format of the kept values.</summary>
    public PlainFormat Inner { get; }

    public override int Granule => Math.Max(Quad, Inner.Group);

    public override int PadMultiple => Quad;

    public override IReadOnlyList<ScalarFormat> Elements => Inner.Elements;

    /// <summary>Why 2:4 cannot hold a format, or null: a scale group must hold whole quads.</summary>
    public static string? Fault(PlainFormat inner)
    {
        ArgumentNullException.ThrowIfNull(inner);
        return inner.Group % Quad == 0 ? null : $"a scale group inside 2:4 must be a multiple of 4 elements, not g={inner.Group}";
    }

    public override double BitsPerElement(OperandRole role) =>
        (double)Kept * (Inner.Element.Bits + IndexBits) / Quad + (Inner.BitsPerElement(role) - Inner.Element.Bits);

    protected override StoredBits StoreMatrix(OperandRole role, long k, long vectors)
    {
        long kept = k / Quad * Kept + Math.Min(Kept, k % Quad);
        long stored = CeilingDivide(k, Quad) * Kept;
        return new StoredBits(
            Payload: kept * vectors * Inner.Element.Bits,
            Scales: Inner.Store(role, k, vectors).Scales,
            Metadata: kept * vectors * IndexBits,
            Padding: (stored - kept) * vectors * (Inner.Element.Bits + IndexBits));
    }
}
